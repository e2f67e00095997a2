// The window is enlarged by Ctrl with +, - and the wheel, up to 200 %: every screen is held to that, and beyond it they no longer fit.
// Whoever does the enlarging (the window's own script, or the engine) hears of it after us.

/** The steps of the engines differ, 175 % or 180 % before the last; a frame may add a little to the width. */
const LAST = 1.9;
const enlarged = (): boolean => window.outerWidth / window.innerWidth > LAST;

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
function key(event: KeyboardEvent): void {
  if ((event.ctrlKey || event.metaKey) && (event.key === "+" || event.key === "=") && enlarged()) stop(event);
}
function wheel(event: Event): void {
  if (event instanceof WheelEvent && event.ctrlKey && event.deltaY < 0 && enlarged()) stop(event);
}

/** Until the returned function is called. */
export function limitZoom(): () => void {
  // WebKit tells of the wheel by its older name too, and the window's script listens to that one.
  const wheels = ["wheel", "mousewheel"];
  window.addEventListener("keydown", key, true);
  for (const name of wheels) window.addEventListener(name, wheel, { capture: true, passive: false });
  return () => {
    window.removeEventListener("keydown", key, true);
    for (const name of wheels) window.removeEventListener(name, wheel, true);
  };
}
