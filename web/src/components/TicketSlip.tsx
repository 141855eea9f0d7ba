import { useMemo } from 'react';
import { encode } from 'uqr';
import { duration, useFormats } from '../base/format';
import { useT } from '../base/i18n';
import { useSite } from '../base/site';
import type { Ticket } from './ticket';
import './ticket.css';

export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const qr = encode(text, { ecc: 'M', border: 2 });
    const cells = qr.data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { size: qr.size, path: cells.join('') };
  }, [text]);
  return (
    <svg
      className="ticket-qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} className="ticket-qr-ground" />
      <path d={path} className="ticket-qr-ink" />
    </svg>
  );
}

/** The ticket as it comes out of an 80 mm printer. */
export default function TicketSlip({ ticket }: { ticket: Ticket }) {
  const t = useT();
  const formats = useFormats();
  const site = useSite();
  return (
    <div className="ticket" data-testid="ticket">
      {site?.logo && <img className="ticket-logo" src={site.logo} alt="" />}
      <p className="ticket-site">{ticket.site ?? t('app.name')}</p>
      <p className="ticket-heading">{t('desk.ticket.heading')}</p>
      <p className="ticket-code">{ticket.code}</p>
      <QrCode text={ticket.code} label={t('desk.ticket.qr')} />
      <dl>
        <dt>{t('desk.ticket.station')}</dt>
        <dd>{ticket.station ?? t('desk.ticket.any')}</dd>
        <dt>{t('desk.ticket.duration')}</dt>
        <dd>{duration(ticket.minutes * 60)}</dd>
        {ticket.sale && (
          <>
            <dt>{ticket.tariff ?? t('sale_kind.vente')}</dt>
            <dd>
              {formats.money(ticket.sale.amount_minor, ticket.sale.currency)} · n° {ticket.sale.number}
            </dd>
          </>
        )}
        <dt>{t('desk.ticket.valid')}</dt>
        <dd>{formats.instant(ticket.validUntil)}</dd>
        {ticket.visitor && (
          <>
            <dt>{t('desk.ticket.visitor')}</dt>
            <dd>{ticket.visitor}</dd>
          </>
        )}
      </dl>
      <p className="ticket-how">{t('desk.ticket.how')}</p>
      {site?.ticket_footer && <p className="ticket-footer">{site.ticket_footer}</p>}
      {ticket.terms?.map((text) => (
        <p key={text} className="ticket-terms">
          {text}
        </p>
      ))}
    </div>
  );
}
