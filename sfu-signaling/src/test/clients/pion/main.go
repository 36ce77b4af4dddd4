// Presents over WHIP or watches over WHEP, with Pion.
//
//	pion publish ENDPOINT VIDEO_PORT AUDIO_PORT
//	pion watch ENDPOINT FRAMES
//	pion report ENDPOINT FRAMES
//
// publish sends on the VP8 and Opus packets that come to two UDP ports of this machine, until SIGTERM; a line
// "session URL" tells that the server took the offer. watch ends once so many frames and some sound came, and prints one
// JSON object with the size that the last key frame tells. report does so, too, and tells the server when packets
// arrived, by RFC 8888 and in no other way. All end their session with DELETE.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/interceptor/pkg/rfc8888"
	"github.com/pion/rtp/codecs"
	"github.com/pion/webrtc/v3"
)

const (
	limit       = 60 * time.Second
	someSounds  = 50
	maxDatagram = 1600
	// A packet of Opus that says no more than "silence" has one or two bytes.
	silence = 2
)

func main() {
	peer := open(os.Args[1] == "report")
	defer peer.Close()
	switch os.Args[1] {
	case "publish":
		publish(peer, os.Args[2], os.Args[3], os.Args[4])
	case "watch", "report":
		frames, err := strconv.Atoi(os.Args[3])
		check(err)
		watch(peer, os.Args[2], frames)
	default:
		log.Fatalf("neither publish nor watch nor report: %s", os.Args[1])
	}
}

// open makes a connection, with Pion's usual interceptors or with one for RFC 8888 instead of transport-wide feedback.
func open(reports bool) *webrtc.PeerConnection {
	if !reports {
		peer, err := webrtc.NewPeerConnection(webrtc.Configuration{})
		check(err)
		return peer
	}
	engine := &webrtc.MediaEngine{}
	check(engine.RegisterDefaultCodecs())
	registry := &interceptor.Registry{}
	check(webrtc.ConfigureNack(engine, registry))
	check(webrtc.ConfigureRTCPReports(registry))
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo} {
		engine.RegisterFeedback(webrtc.RTCPFeedback{Type: webrtc.TypeRTCPFBACK, Parameter: "ccfb"}, kind)
	}
	sender, err := rfc8888.NewSenderInterceptor()
	check(err)
	registry.Add(sender)
	api := webrtc.NewAPI(webrtc.WithMediaEngine(engine), webrtc.WithInterceptorRegistry(registry))
	peer, err := api.NewPeerConnection(webrtc.Configuration{})
	check(err)
	return peer
}

func publish(peer *webrtc.PeerConnection, endpoint, videoPort, audioPort string) {
	forward(peer, videoPort, webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8})
	forward(peer, audioPort, webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus})
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	session := negotiate(peer, endpoint)
	fmt.Println("session", session)
	<-stop
	fmt.Println("deleted", end(session))
}

// forward sends on what comes to a UDP port.
func forward(peer *webrtc.PeerConnection, port string, codec webrtc.RTPCodecCapability) {
	track, err := webrtc.NewTrackLocalStaticRTP(codec, codec.MimeType[:5], "stream")
	check(err)
	transceiver, err := peer.AddTransceiverFromTrack(track,
		webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly})
	check(err)
	go drain(transceiver.Sender())
	socket, err := net.ListenPacket("udp", "127.0.0.1:"+port)
	check(err)
	go func() {
		datagram := make([]byte, maxDatagram)
		for {
			size, _, err := socket.ReadFrom(datagram)
			check(err)
			if _, err := track.Write(datagram[:size]); err != nil && err != io.ErrClosedPipe {
				log.Fatal(err)
			}
		}
	}()
}

// drain reads RTCP, which is what makes Pion answer NACKs.
func drain(sender *webrtc.RTPSender) {
	packet := make([]byte, maxDatagram)
	for {
		if _, _, err := sender.Read(packet); err != nil {
			return
		}
	}
}

type seen struct {
	Width     int      `json:"width"`
	Height    int      `json:"height"`
	Frames    int      `json:"frames"`
	Sounds    int      `json:"sounds"`
	Codecs    []string `json:"codecs"`
	Transport string   `json:"transport"`
	Deleted   int      `json:"deleted"`
}

func watch(peer *webrtc.PeerConnection, endpoint string, frames int) {
	var found seen
	var lock sync.Mutex
	enough := make(chan struct{})
	once := sync.Once{}
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo} {
		_, err := peer.AddTransceiverFromKind(kind,
			webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly})
		check(err)
	}
	peer.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		lock.Lock()
		found.Codecs = append(found.Codecs, strings.SplitN(track.Codec().MimeType, "/", 2)[1])
		lock.Unlock()
		for {
			packet, _, err := track.ReadRTP()
			if err != nil {
				return
			}
			lock.Lock()
			if track.Kind() == webrtc.RTPCodecTypeVideo {
				found.see(packet.Payload, packet.Marker)
			} else if len(packet.Payload) > silence {
				found.Sounds++
			}
			if found.Width > 0 && found.Frames >= frames && found.Sounds >= someSounds {
				once.Do(func() { close(enough) })
			}
			lock.Unlock()
		}
	})
	session := negotiate(peer, endpoint)
	select {
	case <-enough:
	case <-time.After(limit):
		log.Fatalf("not enough media within %v: %+v", limit, found)
	}
	pair, err := peer.SCTP().Transport().ICETransport().GetSelectedCandidatePair()
	check(err)
	lock.Lock()
	defer lock.Unlock()
	found.Transport = strings.ToUpper(pair.Remote.Protocol.String())
	found.Deleted = end(session)
	check(json.NewEncoder(os.Stdout).Encode(found))
}

// see looks at a VP8 packet: RFC 7741 §4.2, and for the size of a key frame RFC 6386 §9.1.
func (s *seen) see(payload []byte, last bool) {
	packet := codecs.VP8Packet{}
	frame, err := packet.Unmarshal(payload)
	if err != nil {
		return // padding
	}
	if packet.S == 1 && packet.PID == 0 && len(frame) >= 10 && frame[0]&1 == 0 {
		s.Width = (int(frame[6]) | int(frame[7])<<8) & 0x3fff
		s.Height = (int(frame[8]) | int(frame[9])<<8) & 0x3fff
	}
	if last {
		s.Frames++
	}
}

// negotiate posts the offer and takes the answer; the session's address.
func negotiate(peer *webrtc.PeerConnection, endpoint string) string {
	offer, err := peer.CreateOffer(nil)
	check(err)
	check(peer.SetLocalDescription(offer))
	response, err := http.Post(endpoint, "application/sdp", strings.NewReader(offer.SDP))
	check(err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	check(err)
	if response.StatusCode != http.StatusCreated {
		log.Fatalf("%d %s", response.StatusCode, answer)
	}
	check(peer.SetRemoteDescription(
		webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: string(answer)}))
	base, err := url.Parse(endpoint)
	check(err)
	session, err := base.Parse(response.Header.Get("Location"))
	check(err)
	return session.String()
}

func end(session string) int {
	request, err := http.NewRequest(http.MethodDelete, session, nil)
	check(err)
	response, err := http.DefaultClient.Do(request)
	check(err)
	defer response.Body.Close()
	return response.StatusCode
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
