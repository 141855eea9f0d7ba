import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import TicketSlip from './TicketSlip';
import { printTicket, useTicketOnPaper } from './ticket';

const PRINTING = 'printing-ticket';

export default function TicketPrinter() {
  const ticket = useTicketOnPaper();
  useEffect(() => {
    if (!ticket) return;
    document.body.classList.add(PRINTING);
    const done = () => {
      document.body.classList.remove(PRINTING);
      printTicket(null);
    };
    window.addEventListener('afterprint', done, { once: true });
    window.print();
    return () => window.removeEventListener('afterprint', done);
  }, [ticket]);
  if (!ticket) return null;
  return createPortal(
    <div id="ticket-print">
      <TicketSlip ticket={ticket} />
    </div>,
    document.body,
  );
}
