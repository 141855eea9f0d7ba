import Block from '@mui/icons-material/Block';
import Undo from '@mui/icons-material/Undo';
import PaymentsOutlined from '@mui/icons-material/PaymentsOutlined';
import type { Sale } from '../../api/types';
import { useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import { ToneChip } from '../../components/ToneChip';

export function Money({ minor, currency }: { minor: number; currency: string }) {
  return useFormats().money(minor, currency);
}

/** What a row of the journal is, by word and shape. */
export function SaleChip({ sale }: { sale: Sale }) {
  const t = useT();
  if (sale.kind === 'annulation') {
    return (
      <ToneChip tone="soon" icon={Undo}>
        {t('sale_kind.annulation')}
      </ToneChip>
    );
  }
  if (sale.reversed_by) {
    return (
      <ToneChip tone="off" icon={Block}>
        {t('cash.is_reversed')}
      </ToneChip>
    );
  }
  return (
    <ToneChip tone="free" icon={PaymentsOutlined}>
      {t('sale_kind.vente')}
    </ToneChip>
  );
}

export function linesOf(sale: Sale): string {
  return sale.lines
    .map(({ label, quantity, rule }) => [quantity > 1 ? `${quantity} × ${label}` : label, rule].filter(Boolean).join(' · '))
    .join(', ');
}
