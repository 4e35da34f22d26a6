// @ts-check
/** QR codes read by the camera of the device; no picture is kept or sent. */

/** Milliseconds between two looks. */
const PAUSE = 250;
/** Pixels of the longer side that are enough for a code held up to the camera. */
const SIDE = 800;

/**
 * Looks for codes until it is stopped.
 * @param {HTMLVideoElement} video @param {(text: string) => void} onText Told of every look that finds something.
 * @returns {Promise<() => void>} Stops the camera. Rejects with the message "camera-insecure", "camera-refused" or "camera-none".
 */
export async function readCamera(video, onText) {
  if (!navigator.mediaDevices?.getUserMedia) throw new Error("camera-insecure");
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).catch((error) => {
    throw new Error(error?.name === "NotAllowedError" || error?.name === "SecurityError" ? "camera-refused" : "camera-none");
  });
  let on = true;
  const stop = () => {
    on = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  video.srcObject = stream;
  await video.play().catch(() => {});
  const look = await detector();
  const again = async () => {
    if (!on) return;
    if (video.readyState >= 2) for (const text of await look(video).catch(() => [])) if (on) onText(text);
    setTimeout(again, PAUSE);
  };
  again();
  return stop;
}

/** The browser's own reader, else ours. @returns {Promise<(video: HTMLVideoElement) => Promise<string[]>>} */
async function detector() {
  const Own = /** @type {any} */ (globalThis).BarcodeDetector;
  // Some browsers have one that knows no QR.
  const known = await Promise.resolve(Own?.getSupportedFormats?.()).catch(() => []);
  if (known?.includes("qr_code")) {
    const own = new Own({ formats: ["qr_code"] });
    return async (video) => (await own.detect(video)).map((/** @type {any} */ found) => found.rawValue);
  }
  const { decodeQR } = await import("../vendor/qr-decode.js");
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    if (!drawing || !canvas.width) return [];
    drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
    try {
      return [decodeQR(drawing.getImageData(0, 0, canvas.width, canvas.height))];
    } catch {
      return []; // Nothing that is a code.
    }
  };
}
