import PrintOutlined from '@mui/icons-material/PrintOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { CashReport } from '../../api/types';
import { useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import { useSite } from '../../base/site';
import { printPaper } from '../../components/paper';
import { board } from '../../desk/board';

/** A till's report as it is filed: on a slip of 80 mm, or a sheet of A4. */
function ReportPaper({ report }: { report: CashReport }) {
  const t = useT();
  const formats = useFormats();
  const site = useSite();
  const { first_number: first, last_number: last } = report.totals;
  return (
    <div data-testid="report-paper">
      {site?.logo && <img className="paper-logo" src={site.logo} alt="" />}
      <h1>{t(report.closed_at ? 'cash.report_z' : 'cash.report_x')}</h1>
      <p>
        {[board.state().site ?? t('app.name'), report.register].join(' · ')}
        <br />
        {t('resources.tills.fields.opened_at')} {formats.instant(report.opened_at)} {t('cash.by', { name: report.operateur_name })}
        <br />
        {report.closed_at
          ? `${t('resources.tills.fields.closed_at')} ${formats.instant(report.closed_at)} ${t('cash.by', { name: report.closed_by_name ?? '—' })}`
          : formats.instant(report.at)}
        {first !== null && last !== null && (
          <>
            <br />
            {t('cash.numbers', { first, last })}
          </>
        )}
      </p>
      {report.balances.map((balance) => {
        const money = (minor: number | null | undefined) => formats.money(minor ?? 0, balance.currency);
        const taken = report.totals.taken.find(
          ({ currency, method }) => currency === balance.currency && method === balance.method,
        );
        const rows: [string, string][] = [
          ...(balance.float_minor ? [[t('cash.float_label'), money(balance.float_minor)] as [string, string]] : []),
          [`${t('cash.sold')} (${taken?.sales ?? 0})`, money(taken?.sold_minor)],
          [`${t('cash.reversed')} (${taken?.reversals ?? 0})`, money(taken?.reversed_minor)],
          [t('cash.expected'), money(balance.expected_minor)],
        ];
        if (balance.counted_minor !== null) {
          rows.push([t('cash.counted'), money(balance.counted_minor)], [t('cash.difference'), money(balance.difference_minor)]);
        }
        return (
          <section key={`${balance.method}-${balance.currency}`}>
            <h2>
              {t(`method.${balance.method}`)}, {balance.currency}
            </h2>
            <table>
              <tbody>
                {rows.map(([label, value]) => (
                  <tr key={label}>
                    <td>{label}</td>
                    <td>{value}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        );
      })}
      {report.comment && (
        <p>
          {t('cash.comment')} : {report.comment}
        </p>
      )}
      <p className="paper-signature">{t('cash.signature')}</p>
    </div>
  );
}

export function PrintReport({ report }: { report: CashReport }) {
  const t = useT();
  const print = (size: 'slip' | 'sheet') => printPaper({ size, content: <ReportPaper report={report} /> });
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
      <Button size="small" startIcon={<PrintOutlined />} onClick={() => print('slip')} data-testid="print-slip">
        {t('cash.slip')}
      </Button>
      <Button size="small" startIcon={<PrintOutlined />} onClick={() => print('sheet')} data-testid="print-sheet">
        {t('cash.sheet')}
      </Button>
    </Box>
  );
}
