import type { BatchCreated } from '../../api/types';
import { duration, useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import { useSite } from '../../base/site';
import { QrCode } from '../../components/TicketSlip';

/** Passes to cut out, three by six on A4; the terms are an extract, whole on the station's screen. */
export function PassSheet({ batch, site, terms }: { batch: BatchCreated; site: string; terms: string | null }) {
  const t = useT();
  const formats = useFormats();
  const shown = useSite();
  return (
    <div className="pass-grid" data-testid="pass-sheet">
      {batch.passes.map(({ session_id, code }) => (
        <div className="pass" key={session_id}>
          <span className="pass-head">
            <span className="pass-code">{code}</span>
            {shown?.logo && <img className="pass-logo" src={shown.logo} alt="" />}
          </span>
          <div>
            <small>
              <strong>
                {t('passes.heading')} · {duration(batch.minutes * 60)}
              </strong>
            </small>
            <small>{site}</small>
            <small>{batch.label}</small>
            <small>{t('passes.valid', { date: formats.instant(batch.valid_until) })}</small>
            <small>{t('passes.how')}</small>
            {shown?.ticket_footer && <small>{shown.ticket_footer}</small>}
          </div>
          <QrCode text={code} label={code} />
          {terms && <span className="pass-terms">{terms}</span>}
        </div>
      ))}
    </div>
  );
}
