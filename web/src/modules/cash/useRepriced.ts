import { useQueryClient } from '@tanstack/react-query';
import type { Price } from '../../api/types';
import { useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import { ProblemError } from '../../base/problem';

/**
 * When the server refuses because the price is another one by now: that price, and what to tell the operator, who tells
 * the payer and sells again. `count` is how many were to be sold.
 */
export function useRepriced(): (error: unknown, price: Price | null, count?: number) => { price: Price; text: string } | null {
  const t = useT();
  const formats = useFormats();
  const client = useQueryClient();
  return (error, price, count = 1) => {
    if (!(error instanceof ProblemError) || !error.price || !price) return null;
    void client.invalidateQueries({ queryKey: ['prices'] });
    const { amount_minor, currency } = error.price;
    const text = t('selling.price_changed', {
      was: formats.money(price.price_minor * count, price.currency),
      now: formats.money(amount_minor, currency),
    });
    return { price: { ...price, price_minor: Math.round(amount_minor / count), currency }, text };
  };
}
