import ArrowDownward from '@mui/icons-material/ArrowDownward';
import ArrowUpward from '@mui/icons-material/ArrowUpward';
import DragIndicator from '@mui/icons-material/DragIndicator';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { type DragEvent, type KeyboardEvent, useState } from 'react';
import { useT } from '../../base/i18n';
import { useWidgets, type WidgetName } from './widgets';

/** `name` at the place of `other`. */
function placed(names: readonly WidgetName[], name: WidgetName, place: number): WidgetName[] {
  const others = names.filter((other) => other !== name);
  return [...others.slice(0, place), name, ...others.slice(place)];
}

/** Which widgets are shown and in which order: by mouse, by touch or by the keyboard. */
export default function Arrange({ onClose }: { onClose: () => void }) {
  const t = useT();
  const { shown, hidden, choose, reset } = useWidgets();
  const [dragged, setDragged] = useState<WidgetName | null>(null);
  const [told, setTold] = useState('');
  const titleOf = (name: WidgetName) => t(`dashboard.widget.${name}`);

  const move = (name: WidgetName, place: number) => {
    if (place < 0 || place >= shown.length) return;
    choose(placed(shown, name, place));
    setTold(t('dashboard.moved', { name: titleOf(name), place: place + 1, count: shown.length }));
  };
  const toggle = (name: WidgetName) =>
    choose(shown.includes(name) ? shown.filter((other) => other !== name) : [...shown, name]);

  return (
    <Dialog open onClose={onClose} aria-labelledby="arrange-title" fullWidth maxWidth="xs">
      <DialogTitle id="arrange-title">{t('dashboard.arrange_title')}</DialogTitle>
      <DialogContent>
        <Typography color="textSecondary" sx={{ mb: 1.5 }}>
          {t('dashboard.arrange_text')}
        </Typography>
        <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none' }} data-testid="arrange-list">
          {[...shown, ...hidden].map((name) => {
            const place = shown.indexOf(name);
            return (
              <Row
                key={name}
                name={name}
                title={titleOf(name)}
                place={place}
                last={place === shown.length - 1}
                dragged={dragged === name}
                onToggle={() => toggle(name)}
                onMove={(to) => move(name, to)}
                onDragStart={() => setDragged(name)}
                onDragEnd={() => setDragged(null)}
                onDragOver={() => dragged && dragged !== name && place >= 0 && choose(placed(shown, dragged, place))}
              />
            );
          })}
        </Box>
        <Box role="status" sx={{ position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)', maxWidth: '1px', maxHeight: '1px' }}>
          {told}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={reset} sx={{ mr: 'auto' }}>
          {t('dashboard.reset')}
        </Button>
        <Button variant="contained" onClick={onClose}>
          {t('app.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface RowProps {
  name: WidgetName;
  title: string;
  /** Among the shown; -1 when hidden. */
  place: number;
  last: boolean;
  dragged: boolean;
  onToggle: () => void;
  onMove: (to: number) => void;
  onDragStart: () => void;
  onDragEnd: () => void;
  onDragOver: () => void;
}

function Row({ name, title, place, last, dragged, onToggle, onMove, onDragStart, onDragEnd, onDragOver }: RowProps) {
  const t = useT();
  const isShown = place >= 0;
  const start = (event: DragEvent) => {
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', name);
    onDragStart();
  };
  const over = (event: DragEvent) => {
    event.preventDefault();
    onDragOver();
  };
  const steps: Record<string, number> = { ArrowUp: place - 1, ArrowDown: place + 1 };
  const key = (event: KeyboardEvent) => {
    const to = steps[event.key];
    if (to === undefined || !event.altKey) return;
    event.preventDefault();
    onMove(to);
  };
  return (
    <Box
      component="li"
      data-testid={`arrange-${name}`}
      draggable={isShown}
      onDragStart={start}
      onDragEnd={onDragEnd}
      onDragOver={over}
      onDrop={(event) => event.preventDefault()}
      onKeyDown={key}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 0.5,
        minHeight: 44,
        borderRadius: 1,
        bgcolor: dragged ? 'action.selected' : undefined,
        cursor: isShown ? 'grab' : 'default',
        transition: 'background-color 120ms',
      }}
    >
      <DragIndicator aria-hidden sx={{ color: 'text.secondary', visibility: isShown ? 'visible' : 'hidden' }} />
      <Checkbox checked={isShown} onChange={onToggle} slotProps={{ input: { 'aria-label': t('dashboard.show', { name: title }) } }} />
      <Typography sx={{ flex: 1, color: isShown ? 'text.primary' : 'text.secondary' }}>{title}</Typography>
      {isShown && (
        <>
          <IconButton size="small" disabled={place === 0} aria-label={t('dashboard.up', { name: title })} onClick={() => onMove(place - 1)}>
            <ArrowUpward fontSize="small" />
          </IconButton>
          <IconButton size="small" disabled={last} aria-label={t('dashboard.down', { name: title })} onClick={() => onMove(place + 1)}>
            <ArrowDownward fontSize="small" />
          </IconButton>
        </>
      )}
    </Box>
  );
}
