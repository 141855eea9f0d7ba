import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { printPaper, usePaper } from './paper';
import './paper.css';

const PRINTING = 'printing-paper';

export default function PaperPrinter() {
  const paper = usePaper();
  useEffect(() => {
    if (!paper) return;
    document.body.classList.add(PRINTING);
    const done = () => {
      document.body.classList.remove(PRINTING);
      printPaper(null);
    };
    window.addEventListener('afterprint', done, { once: true });
    window.print();
    return () => window.removeEventListener('afterprint', done);
  }, [paper]);
  if (!paper) return null;
  return createPortal(
    <div id="paper-print" className={`paper-${paper.size}`} data-testid="paper">
      {paper.content}
    </div>,
    document.body,
  );
}
