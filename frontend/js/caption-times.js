// @ts-check
// Times as the editor of captions writes them: 1:02.500.

/** @param {string} text @returns {number | null} milliseconds; null for nothing, NaN for no time */
export function moment(text) {
  const said = text.trim();
  if (said === "") return null;
  const found = /^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?$/.exec(said);
  if (!found) return NaN;
  const [hours, minutes, seconds] = [found[1], found[2], found[3]].map((part) => Number(part ?? 0));
  return (hours * 3600 + minutes * 60 + seconds) * 1000 + Number((found[4] ?? "").padEnd(3, "0"));
}

/** @param {number} milliseconds */
export function written(milliseconds) {
  const whole = Math.max(0, Math.round(milliseconds));
  const minutes = Math.floor(whole / 60000) % 60;
  const hours = Math.floor(whole / 3600000);
  const rest = whole % 60000;
  const seconds = String(Math.floor(rest / 1000)).padStart(2, "0");
  const tail = `${seconds}.${String(rest % 1000).padStart(3, "0")}`;
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}
