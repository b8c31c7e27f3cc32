// Which page this is, where it matters for a clip. (panel/host.py asks the same from the kernel's side.)

/** VS Code marks the body of every webview so. */
const inVsCode = () => Boolean(document.body.dataset.vscodeThemeKind);

/** Colab shows each output in a frame of another origin. */
const inColab = () => window.location.hostname.endsWith("googleusercontent.com");

/** Where no address of the clip's file works: there is no need to look for one. */
const withoutFiles = () => inVsCode() || inColab();

/** What is not heard here; "" where all is. VS Code's Chromium decodes H.264 and no AAC, and plays in silence. */
const silence = (clip) =>
  inVsCode() && clip.audio_codec === "aac" ? `VS Code plays no AAC sound: this clip has sound in a browser, or in a player that opens ${clip.path}` : "";
