import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { Theme } from '@mui/material/styles';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useGetOne, useNotify } from 'react-admin';
import type { Id, SessionCreated, SessionDraft, Visitor, VisitorDraft } from '../api/types';
import { http } from '../base/http';
import { useIntention } from '../base/useIntention';
import { useT } from '../base/i18n';
import { ProblemError, reasonOf } from '../base/problem';
import { rememberTicket, type Ticket } from '../components/ticket';
import { putPhoto } from '../modules/visitors/photo';
import { FOR_NOTHING, isOpen, type Offer, OfferField, takesMinutes, wishOf } from '../modules/cash/OfferField';
import { useRepriced } from '../modules/cash/useRepriced';
import { board } from './board';
import { useTermsOnTickets } from './termsOnTickets';
import { IssuedCode } from './IssuedCode';
import { DurationField, minutesOf, StationField } from './SessionFields';
import type { Guest } from './VisitorSearch';
import { EMPTY_DRAFT, type VisitorMode, VisitorStep } from './VisitorStep';

interface SessionDialogProps {
  stationId: Id | null;
  visitorId: Id | null;
  /** How long to begin with; an hour when absent. */
  minutes?: string | null;
  /** The pack of theirs to begin with. */
  creditId?: Id | null;
  onClose: () => void;
}

export default function SessionDialog({ stationId, visitorId, minutes, creditId, onClose }: SessionDialogProps) {
  const t = useT();
  const phone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const [issued, setIssued] = useState<Ticket | null>(null);
  return (
    <Dialog
      open
      fullWidth
      maxWidth="sm"
      fullScreen={phone}
      onClose={(_, reason) => reason === 'escapeKeyDown' && onClose()}
      aria-labelledby="session-dialog-title"
      data-testid="session-dialog"
    >
      <DialogTitle id="session-dialog-title">{t(issued ? 'desk.session.issued' : 'desk.session.title')}</DialogTitle>
      {issued ? (
        <IssuedCode ticket={issued} onAnother={() => setIssued(null)} onClose={onClose} />
      ) : (
        <SessionForm
          stationId={stationId}
          visitorId={visitorId}
          minutes={minutes}
          creditId={creditId}
          onClose={onClose}
          onIssued={setIssued}
        />
      )}
    </Dialog>
  );
}

interface SessionFormProps extends SessionDialogProps {
  onIssued: (ticket: Ticket) => void;
}

function initialStation(stationId: Id | null): Id | null {
  const station = stationId ? board.state().stations.get(stationId) : undefined;
  return station?.statut === 'disponible' ? station.id : null;
}

function SessionForm({ stationId, visitorId, minutes: wished, creditId, onClose, onIssued }: SessionFormProps) {
  const t = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const once = useIntention();
  const repriced = useRepriced();
  const [mode, setMode] = useState<VisitorMode>('existing');
  const [picked, setPicked] = useState<Guest | null>(null);
  const { data: given } = useGetOne<Visitor>('visitors', { id: visitorId ?? '' }, { enabled: visitorId !== null });
  const terms = useTermsOnTickets();
  const visitor = picked ?? given ?? null;
  const [draft, setDraft] = useState<VisitorDraft>(EMPTY_DRAFT);
  const [photo, setPhoto] = useState<File | null>(null);
  const [station, setStation] = useState<Id | null>(() => initialStation(stationId));
  const [minutes, setMinutes] = useState(wished ?? '60');
  const [offer, setOffer] = useState<Offer>(creditId ? { ...FOR_NOTHING, kind: 'credit' } : FOR_NOTHING);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const check = (): Record<string, string> => {
    const found: Record<string, string> = {};
    if (mode === 'existing' && !visitor) found.visitor_id = t('desk.session.pick_visitor');
    if (mode === 'new') {
      if (!draft.first_name.trim()) found.first_name = t('desk.session.required');
      if (!draft.last_name.trim()) found.last_name = t('desk.session.required');
      if (!draft.consent) found.consent = t('desk.session.consent_required');
    }
    if (isOpen(offer)) found.tariff_id = t('selling.pick');
    if (takesMinutes(offer) && minutesOf(minutes) === null) found.minutes = t('desk.session.minutes_bad');
    return found;
  };

  /** A visitor created here stays chosen, so that a second try does not create them twice. */
  const createVisitor = async (): Promise<Guest> => {
    const filled = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== '' && value !== null));
    const created = await once(filled, (idempotencyKey) =>
      http.post<Visitor>('/api/utilisateurs/', filled, { idempotencyKey }),
    );
    setPicked(created);
    setMode('existing');
    void client.invalidateQueries({ queryKey: ['visitors'] });
    if (photo) {
      await putPhoto(created.id, photo).catch((error: unknown) =>
        notify(t('desk.session.photo_failed', { reason: reasonOf(error) }), { type: 'warning' }),
      );
    }
    return created;
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = check();
    setErrors(found);
    setRefusal(null);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      const guest = mode === 'anonymous' ? null : mode === 'new' ? await createVisitor() : visitor;
      const wanted: SessionDraft = {
        visitor_id: guest?.id ?? null,
        station_id: station,
        ...wishOf(offer, minutesOf(minutes) ?? 0),
      };
      const session = await once(wanted, (idempotencyKey) =>
        http.post<SessionCreated>('/api/sessions/', wanted, { idempotencyKey }),
      );
      const ticket: Ticket = {
        code: session.code,
        site: board.state().site,
        station: session.station_name,
        visitor: session.visitor_name,
        minutes: Math.round(session.granted_s / 60),
        tariff: session.tariff_name,
        sale: session.sales[0] ?? null,
        validUntil: session.valid_until,
        terms,
      };
      rememberTicket(session.id, ticket);
      void client.invalidateQueries({ queryKey: ['sessions'] });
      void client.invalidateQueries({ queryKey: ['cash'] });
      onIssued(ticket);
    } catch (error) {
      if (error instanceof ProblemError) setErrors(error.fields);
      const now = repriced(error, offer.price);
      if (now) setOffer({ ...offer, price: now.price });
      setRefusal(now?.text ?? reasonOf(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <DialogContent sx={{ pt: 0, display: 'grid', gap: 2 }}>
        {refusal && (
          <Alert severity="error" data-testid="session-refusal">
            {refusal}
          </Alert>
        )}
        <VisitorStep
          mode={mode}
          onMode={(next) => {
            setMode(next);
            setErrors({});
          }}
          visitor={visitor}
          onVisitor={setPicked}
          draft={draft}
          onDraft={setDraft}
          photo={photo}
          onPhoto={setPhoto}
          errors={errors}
        />
        <StationField value={station} onChange={setStation} error={errors.station_id} />
        <OfferField
          value={offer}
          onChange={(next) => {
            setOffer(next);
            setErrors({});
          }}
          stationId={station}
          visitor={mode === 'existing' ? visitor : null}
          creditId={creditId}
          error={errors.tariff_id ?? errors.payment ?? errors.credit_id}
          referenceError={errors['payment.reference']}
        >
          <DurationField value={minutes} onChange={setMinutes} error={errors.minutes} />
        </OfferField>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={onClose}>{t('app.cancel')}</Button>
        <Button
          type="submit"
          variant="contained"
          disabled={busy}
          data-testid="issue-code"
          startIcon={busy ? <CircularProgress size={16} color="inherit" /> : undefined}
        >
          {t('desk.session.submit')}
        </Button>
      </DialogActions>
    </form>
  );
}
