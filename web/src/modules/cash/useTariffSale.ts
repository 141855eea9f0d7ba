import { useState } from 'react';
import type { Price } from '../../api/types';
import { useSubmit } from '../../base/useSubmit';
import { IN_CASH, paymentOf } from './PaymentFields';
import { useRepriced } from './useRepriced';

type Payment = ReturnType<typeof paymentOf>;

/** A tariff is chosen and paid. When its price changed meanwhile the new one is shown, and asked for again. */
export function useTariffSale(prices: readonly Price[]) {
  const repriced = useRepriced();
  const { submit, busy, errors, refusal } = useSubmit();
  const [picked, setPicked] = useState<Price | null>(null);
  const [paying, setPaying] = useState(IN_CASH);
  const price = picked ?? prices[0] ?? null;
  const explain = (error: unknown) => {
    const now = repriced(error, price);
    if (now) setPicked(now.price);
    return now?.text;
  };
  const sell = async (send: (price: Price, payment: Payment | null) => Promise<void>) => {
    if (!price) return;
    await submit(() => send(price, price.price_minor > 0 ? paymentOf(paying, price) : null), explain);
  };
  const fields = { prices, price, onPrice: setPicked, paying, onPaying: setPaying, referenceError: errors['payment.reference'] };
  return { sell, busy, errors, refusal, price, fields };
}
