import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { CashReport } from '../../api/types';
import { useFormats } from '../../base/format';
import { useT } from '../../base/i18n';

/** What a till took and should hold; what was counted, once it was. */
export function ReportTable({ report }: { report: CashReport }) {
  const t = useT();
  const formats = useFormats();
  const counted = report.closed_at !== null;
  const cell = { py: 0.75, textAlign: 'right', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' };
  if (report.balances.length === 0) return <Typography color="textSecondary">{t('cash.nothing')}</Typography>;
  return (
    <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label={t(counted ? 'cash.report_z' : 'cash.report_x')}>
      <Box
        component="table"
        data-testid="report-table"
        sx={{ width: 1, borderCollapse: 'collapse', '& th, & td': cell, '& tr + tr, & tbody tr': { borderTop: 1, borderColor: 'divider' }, '& :first-of-type:is(th, td)': { textAlign: 'left' } }}
      >
        <thead>
          <tr>
            <th>{t('resources.sales.fields.method')}</th>
            <th>{t('cash.sold')}</th>
            <th>{t('cash.reversed')}</th>
            <th>{t('cash.expected')}</th>
            {counted && <th>{t('cash.counted')}</th>}
            {counted && <th>{t('cash.difference')}</th>}
          </tr>
        </thead>
        <tbody>
          {report.balances.map((balance) => {
            const taken = report.totals.taken.find(
              ({ currency, method }) => currency === balance.currency && method === balance.method,
            );
            const money = (minor: number | null | undefined) => formats.money(minor ?? 0, balance.currency);
            return (
              <tr key={`${balance.method}-${balance.currency}`}>
                <td>
                  {t(`method.${balance.method}`)} {balance.currency}
                  {balance.float_minor > 0 && (
                    <Typography variant="body2" color="textSecondary">
                      {t('cash.float_label')} {money(balance.float_minor)}
                    </Typography>
                  )}
                </td>
                <td>
                  {money(taken?.sold_minor)} ({taken?.sales ?? 0})
                </td>
                <td>
                  {money(taken?.reversed_minor)} ({taken?.reversals ?? 0})
                </td>
                <td>
                  <strong>{money(balance.expected_minor)}</strong>
                </td>
                {counted && <td>{money(balance.counted_minor)}</td>}
                {counted && (
                  <td data-testid={`difference-${balance.method}-${balance.currency}`}>
                    <strong>{money(balance.difference_minor)}</strong>
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </Box>
    </Box>
  );
}
