// @ts-check
// Keep the machine awake while it sends, and wait for a time of day.

/** @param {() => boolean} isBusy */
export async function keepAwake(isBusy) {
  const wakeLock = /** @type {any} */ (navigator).wakeLock;
  if (!wakeLock) return;
  try {
    let lock = await wakeLock.request("screen");
    const look = async () => {
      if (!isBusy()) {
        await lock.release();
        return;
      }
      if (lock.released && document.visibilityState === "visible") {
        lock = await wakeLock.request("screen");
      }
      setTimeout(look, 10_000);
    };
    setTimeout(look, 10_000);
  } catch {
    // A battery that runs low refuses; sending goes on as long as the machine does.
  }
}

/** @param {string} time as in 22:00 */
export function untilTime(time) {
  const [hours, minutes] = time.split(":").map(Number);
  const then = new Date();
  then.setHours(hours, minutes, 0, 0);
  if (then.getTime() <= Date.now()) then.setDate(then.getDate() + 1);
  return new Promise((resolve) => {
    // Looked at again and again: a machine that slept wakes with its timers late.
    const look = () => (Date.now() >= then.getTime() ? resolve(undefined) : setTimeout(look, 5000));
    look();
  });
}
