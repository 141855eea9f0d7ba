import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { SalesReport } from '../../api/types';
import { useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import { useSales } from './activity';
import { Evolution, RowsLink } from './Number';
import { Panel } from './Panel';
import { rowsOf } from './rows';

type Line = SalesReport['tariffs'][number];
type Days = SalesReport['period']['current'];

function salesIn({ from_at, to_at }: Days, { currency, tariff_id }: Pick<Line, 'currency' | 'tariff_id'>) {
  const tariff = tariff_id ? { tariff_id } : { has_tariff: false };
  return rowsOf('sales', { at_from: from_at, at_to: to_at, currency, ...tariff });
}

/** Sales by tariff, a table for each currency: amounts of different currencies have no sum. */
export function Sales() {
  const t = useT();
  const { data, error } = useSales();
  const lines = data?.tariffs ?? [];
  const currencies = [...new Set(lines.map(({ currency }) => currency))];
  const title = t('dashboard.widget.sales');
  return (
    <Panel name="sales" title={title} help={t('dashboard.help.sales')} ready={Boolean(data)} error={error}>
      {currencies.length === 0 && <Typography color="textSecondary">{t('dashboard.none')}</Typography>}
      <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label={title}>
        {data &&
          currencies.map((currency) => (
            <Currency key={currency} currency={currency} lines={lines.filter((line) => line.currency === currency)} period={data.period} />
          ))}
      </Box>
    </Panel>
  );
}

function Currency({ currency, lines, period }: { currency: string; lines: Line[]; period: SalesReport['period'] }) {
  const t = useT();
  const formats = useFormats();
  const money = (minor: number) => formats.money(minor, currency);
  const total = (minor: (line: Line) => number) => lines.reduce((sum, line) => sum + minor(line), 0);
  const all = (days: Days) => rowsOf('sales', { at_from: days.from_at, at_to: days.to_at, currency });
  const [now, before] = [total((line) => line.net_minor), total((line) => line.previous.net_minor)];
  return (
    <Box
      component="table"
      aria-label={currency}
      sx={{
        width: 1,
        borderCollapse: 'collapse',
        fontVariantNumeric: 'tabular-nums',
        '& + &': { mt: 2 },
        '& th, & td': { py: 0.75, px: 0.75, textAlign: 'right', whiteSpace: 'nowrap' },
        '& th:first-of-type': { textAlign: 'left', pl: 0, whiteSpace: 'normal' },
        '& thead th': { color: 'text.secondary', fontWeight: 650, fontSize: '0.85rem' },
        '& tbody tr, & tfoot tr': { borderTop: 1, borderColor: 'divider' },
        '& tbody th': { fontWeight: 500 },
      }}
    >
      <thead>
        <tr>
          <th scope="col">
            {t('dashboard.tariff')} · {currency}
          </th>
          <th scope="col">{t('dashboard.sold')}</th>
          <th scope="col">{t('dashboard.amount')}</th>
          <th scope="col">{t('dashboard.evolution')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.tariff_id ?? ''}>
            <th scope="row">{line.tariff_name ?? t('dashboard.no_tariff')}</th>
            <td>
              {formats.number(line.sales)}
              {line.reversals > 0 && (
                <Box component="span" sx={{ display: 'block', color: 'text.secondary', fontSize: '0.82rem' }}>
                  {t('dashboard.reversed', { count: line.reversals })}
                </Box>
              )}
            </td>
            <td>
              <RowsLink to={salesIn(period.current, line)} sx={{ fontWeight: 700 }}>
                {money(line.net_minor)}
              </RowsLink>
            </td>
            <td>
              <Evolution now={line.net_minor} before={line.previous.net_minor} write={money} to={salesIn(period.previous, line)} />
            </td>
          </tr>
        ))}
      </tbody>
      {lines.length > 1 && (
        <tfoot>
          <tr>
            <th scope="row">{currency}</th>
            <td>{formats.number(total((line) => line.sales))}</td>
            <td>
              <RowsLink to={all(period.current)} sx={{ fontWeight: 750 }}>
                {money(now)}
              </RowsLink>
            </td>
            <td>
              <Evolution now={now} before={before} write={money} to={all(period.previous)} />
            </td>
          </tr>
        </tfoot>
      )}
    </Box>
  );
}
