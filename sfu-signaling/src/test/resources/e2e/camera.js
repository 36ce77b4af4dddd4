// Replaces the camera by a solid colour, so that tests can tell whose picture a tile shows. The microphone stays the
// browser's fake one.
(() => {
  const [red, green, blue] = (/*PALETTE*/ {})['/*COLOR*/'];
  const width = /*WIDTH*/ 0;
  const height = /*HEIGHT*/ 0;
  const framesPerSecond = 15;

  function picture() {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    let frame = 0;
    const draw = () => {
      context.fillStyle = `rgb(${red} ${green} ${blue})`;
      context.fillRect(0, 0, width, height);
      // Something moves below the middle that tests look at: an encoder may skip equal frames.
      context.fillStyle = 'black';
      context.fillRect(frame++ % width, height - 4, 4, 4);
    };
    draw();
    const timer = setInterval(draw, 1000 / framesPerSecond);
    const [track] = canvas.captureStream().getVideoTracks();
    const stop = track.stop.bind(track);
    track.stop = () => {
      clearInterval(timer);
      stop();
    };
    return track;
  }

  const devices = navigator.mediaDevices;
  const native = devices.getUserMedia.bind(devices);

  devices.getUserMedia = async ({ audio, video }) => {
    const tracks = [];
    if (video) tracks.push(picture());
    if (audio) tracks.push(...(await native({ audio })).getTracks());
    return new MediaStream(tracks);
  };
})();
