import { useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { printPaper, usePaper } from './paper';
import { printWhenDrawn } from './printing';
import './paper.css';

const PRINTING = 'printing-paper';

export default function PaperPrinter() {
  const paper = usePaper();
  const drawn = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!paper) return;
    document.body.classList.add(PRINTING);
    const done = () => {
      document.body.classList.remove(PRINTING);
      printPaper(null);
    };
    window.addEventListener('afterprint', done, { once: true });
    let wanted = true;
    void printWhenDrawn(drawn.current, () => wanted);
    return () => {
      wanted = false;
      window.removeEventListener('afterprint', done);
    };
  }, [paper]);
  if (!paper) return null;
  return createPortal(
    <div ref={drawn} id="paper-print" className={`paper-${paper.size}`} data-testid="paper">
      {paper.content}
    </div>,
    document.body,
  );
}
