// While a button of the mouse is held down nothing on the page may move: words that come when a field is left would push away what is being
// clicked, and the click would be lost.
let pressed = false;
let waiting: (() => void)[] = [];

function release(): void {
  // After the click that follows the release.
  setTimeout(() => {
    pressed = false;
    const now = waiting;
    waiting = [];
    now.forEach((go) => go());
  });
}
// The other buttons open menus of the system, which may keep their release to themselves; they click nothing.
document.addEventListener("pointerdown", (event) => event.button === 0 && (pressed = true), true);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, release, true);
// Let go outside the window, or while another window took over: the first that shows it.
window.addEventListener("blur", release);
document.addEventListener("keydown", () => pressed && release(), true);
document.addEventListener("pointermove", (event) => pressed && !(event.buttons & 1) && release(), true);

/** Ends at once when no button is held down, else when it is let go and its click has been dealt with. */
export function released(): Promise<void> {
  return pressed ? new Promise((go) => waiting.push(go)) : Promise.resolve();
}
