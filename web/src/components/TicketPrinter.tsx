import { useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { printWhenDrawn } from './printing';
import TicketSlip from './TicketSlip';
import { printTicket, useTicketOnPaper } from './ticket';

const PRINTING = 'printing-ticket';

export default function TicketPrinter() {
  const ticket = useTicketOnPaper();
  const paper = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!ticket) return;
    document.body.classList.add(PRINTING);
    const done = () => {
      document.body.classList.remove(PRINTING);
      printTicket(null);
    };
    window.addEventListener('afterprint', done, { once: true });
    let wanted = true;
    void printWhenDrawn(paper.current, () => wanted);
    return () => {
      wanted = false;
      window.removeEventListener('afterprint', done);
    };
  }, [ticket]);
  if (!ticket) return null;
  return createPortal(
    <div id="ticket-print" ref={paper}>
      <TicketSlip ticket={ticket} />
    </div>,
    document.body,
  );
}
