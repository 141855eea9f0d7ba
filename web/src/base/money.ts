/** How many digits follow the comma in a currency. */
export function digitsOf(currency: string): number {
  return new Intl.NumberFormat('fr-FR', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** What was typed, such as `12,50`, in the currency's smallest unit; null when it is no amount. */
export function minorOf(typed: string, currency: string): number | null {
  const text = typed.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (!/^\d{1,9}(\.\d+)?$/.test(text)) return null;
  const digits = digitsOf(currency);
  if ((text.split('.')[1] ?? '').length > digits) return null;
  return Math.round(Number(text) * 10 ** digits);
}
