/** Whether letters of a colour can be read on a ground, as the server judges it (WCAG, level AA). */
export function isReadable(colour: string, ground: string): boolean {
  const [one, two] = [luminance(colour), luminance(ground)];
  return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05) >= 4.5;
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}
