// Replaces the camera by a picture that moves all over, so that encoders use most of the bitrate that they may. Large enough
// for three encodings.
(() => {
  const width = 960;
  const height = 540;
  const framesPerSecond = 20;
  const tile = 30;
  const spots = 6;

  /** Coloured squares at random, twice as large as the picture, which moves over them. */
  function pattern() {
    const canvas = document.createElement('canvas');
    canvas.width = width * 2;
    canvas.height = height * 2;
    const context = canvas.getContext('2d');
    for (let x = 0; x < canvas.width; x += tile) {
      for (let y = 0; y < canvas.height; y += tile) {
        context.fillStyle = `hsl(${Math.random() * 360} 40% ${30 + Math.random() * 40}%)`;
        context.fillRect(x, y, tile, tile);
      }
    }
    return canvas;
  }

  function picture() {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    const ground = pattern();
    let frame = 0;
    const draw = () => {
      frame++;
      context.drawImage(ground, -width / 2 + (width / 2) * Math.sin(frame / 150), -height / 2 + (height / 2) * Math.cos(frame / 210));
      for (let i = 0; i < spots; i++) {
        context.fillStyle = `hsl(${Math.random() * 360} 60% 50%)`;
        context.fillRect(Math.random() * width, Math.random() * height, 24, 24);
      }
    };
    draw();
    setInterval(draw, 1000 / framesPerSecond);
    return canvas.captureStream().getVideoTracks()[0];
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
