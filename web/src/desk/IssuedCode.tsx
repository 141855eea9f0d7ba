import PrintOutlined from '@mui/icons-material/PrintOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { duration, useFormats } from '../base/format';
import { useT } from '../base/i18n';
import { QrCode } from '../components/TicketSlip';
import { printTicket, type Ticket } from '../components/ticket';

interface IssuedCodeProps {
  ticket: Ticket;
  onAnother: () => void;
  onClose: () => void;
}

export function IssuedCode({ ticket, onAnother, onClose }: IssuedCodeProps) {
  const t = useT();
  const formats = useFormats();
  const facts: [string, string][] = [
    [t('desk.ticket.station'), ticket.station ?? t('desk.session.any')],
    [t('desk.ticket.duration'), duration(ticket.minutes * 60)],
    [t('desk.ticket.valid'), formats.instant(ticket.validUntil)],
  ];
  if (ticket.sale) {
    const amount = formats.money(ticket.sale.amount_minor, ticket.sale.currency);
    facts.push([ticket.tariff ?? t('sale_kind.vente'), `${amount} · n° ${ticket.sale.number}`]);
  }
  if (ticket.visitor) facts.push([t('desk.ticket.visitor'), ticket.visitor]);
  return (
    <>
      <DialogContent sx={{ pt: 0 }}>
        <Box
          sx={{
            display: 'grid',
            gridTemplateColumns: { xs: '1fr', sm: '1fr 150px' },
            gap: 2,
            alignItems: 'center',
            justifyItems: 'center',
          }}
        >
          <Box sx={{ minWidth: 0, width: '100%' }}>
            <Typography
              data-testid="issued-code"
              sx={{
                fontSize: { xs: '2.1rem', sm: '2.6rem' },
                fontWeight: 800,
                letterSpacing: '0.02em',
                whiteSpace: 'nowrap',
                fontVariantNumeric: 'tabular-nums',
                userSelect: 'all',
              }}
            >
              {ticket.code}
            </Typography>
            <Typography color="warning" sx={{ fontWeight: 600, mb: 1.5 }}>
              {t('desk.session.once')}
            </Typography>
            <Box
              component="dl"
              sx={{ m: 0, display: 'grid', gridTemplateColumns: 'auto 1fr', columnGap: 2, rowGap: 0.5 }}
            >
              {facts.map(([label, value]) => (
                <Box key={label} sx={{ display: 'contents' }}>
                  <Typography component="dt" color="textSecondary">
                    {label}
                  </Typography>
                  <Typography component="dd" sx={{ m: 0, fontWeight: 600 }}>
                    {value}
                  </Typography>
                </Box>
              ))}
            </Box>
          </Box>
          <Box
            sx={{ width: 150, borderRadius: 1, overflow: 'hidden', '& svg': { width: '100%', height: 'auto', m: 0 } }}
          >
            <QrCode text={ticket.code} label={t('desk.ticket.qr')} />
          </Box>
        </Box>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2, flexWrap: 'wrap', gap: 1 }}>
        <Button onClick={onAnother}>{t('desk.session.another')}</Button>
        <Box sx={{ flex: 1 }} />
        <Button
          startIcon={<PrintOutlined />}
          variant="outlined"
          onClick={() => printTicket(ticket)}
          data-testid="print-ticket"
        >
          {t('app.print')}
        </Button>
        <Button variant="contained" autoFocus onClick={onClose} data-testid="close-issued">
          {t('app.close')}
        </Button>
      </DialogActions>
    </>
  );
}
