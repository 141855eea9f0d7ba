import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormGroup from '@mui/material/FormGroup';
import MenuItem from '@mui/material/MenuItem';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useGetList, useNotify } from 'react-admin';
import {
  type Application,
  APPLICATIONS,
  type OwnDesktop,
  type Station,
  type StationSettings,
  UPDATE_CHANNELS,
  type UpdateChannel,
  USB_POLICIES,
  type UsbPolicy,
  type Zone,
} from '../../api/types';
import { useCan } from '../../base/access';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { ProblemError, reasonOf } from '../../base/problem';

const KEY = ['stations', 'settings'];
const AS_ZONE = 'as-zone';

/** What holds at a station: its room, and what it has of its own. */
export function SettingsCard({ station }: { station: Station }) {
  const t = useT();
  const { data } = useQuery({
    queryKey: [...KEY, station.id, station.version],
    queryFn: ({ signal }) => http.get<StationSettings>(`/api/postes/${station.id}/reglages/`, undefined, signal),
  });
  return (
    <Card sx={{ p: 2.5 }} data-testid="station-settings">
      <Typography variant="h6" component="h2">
        {t('station_settings.title')}
      </Typography>
      <Typography color="textSecondary" sx={{ mb: 2 }}>
        {t('station_settings.explain')}
      </Typography>
      {data && <SettingsForm key={`${data.version} ${data.zone ?? ''}`} station={station} known={data} />}
    </Card>
  );
}

function SettingsForm({ station, known }: { station: Station; known: StationSettings }) {
  const t = useT();
  const can = useCan();
  const notify = useNotify();
  const client = useQueryClient();
  const [zone, setZone] = useState(known.zone ?? '');
  const [own, setOwn] = useState<OwnDesktop>(known.own);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const writable = can('postes:modifier');
  const room = useRooms(station.agency_id).find(({ name }) => name === zone);
  // Without a room a station has these.
  const { desktop, update_channel: channel, image_profile: imageProfile } = room ?? DEFAULT;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setErrors({});
    try {
      // The room first: it makes the station come back, and it comes back to its own settings.
      if (zone !== (known.zone ?? '')) await http.patch(`/api/postes/${station.id}/`, { zone: zone || null });
      const body = { ...own, home_page: own.home_page || null, image_profile: own.image_profile || null };
      await http.put(`/api/postes/${station.id}/reglages/`, body, { version: known.version });
      notify(t('station_settings.saved'), { type: 'success' });
    } catch (error) {
      if (error instanceof ProblemError) setErrors(error.fields);
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
    void client.invalidateQueries({ queryKey: ['stations'] });
  };
  return (
    <Box component="form" onSubmit={(event) => void save(event)} noValidate sx={{ display: 'grid', gap: 2 }}>
      <ZoneField agency={station.agency_id} value={zone} onChange={setZone} disabled={!writable} error={errors.zone} />
      <ApplicationsField
        value={own.applications}
        room={desktop.applications}
        onChange={(applications) => setOwn({ ...own, applications })}
        disabled={!writable}
      />
      <TextField
        select
        id="station-usb"
        name="usb"
        label={t('station_settings.usb')}
        value={own.usb ?? AS_ZONE}
        onChange={({ target: { value } }) => setOwn({ ...own, usb: value === AS_ZONE ? null : (value as UsbPolicy) })}
        disabled={!writable}
        data-testid="station-usb"
        sx={{ m: 0 }}
      >
        <MenuItem value={AS_ZONE}>{t('station_settings.as_zone', { value: t(`usb.${desktop.usb}`) })}</MenuItem>
        {USB_POLICIES.map((policy) => (
          <MenuItem key={policy} value={policy}>
            {t(`usb.${policy}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        id="station-update-channel"
        name="update_channel"
        label={t('station_settings.update_channel')}
        value={own.update_channel ?? AS_ZONE}
        onChange={({ target: { value } }) =>
          setOwn({ ...own, update_channel: value === AS_ZONE ? null : (value as UpdateChannel) })
        }
        disabled={!writable}
        data-testid="station-update-channel"
        sx={{ m: 0 }}
      >
        <MenuItem value={AS_ZONE}>{t('station_settings.as_zone', { value: t(`update_channel.${channel}`) })}</MenuItem>
        {UPDATE_CHANNELS.map((known) => (
          <MenuItem key={known} value={known}>
            {t(`update_channel.${known}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        name="home_page"
        type="url"
        label={t('station_settings.home_page')}
        placeholder="https://"
        value={own.home_page ?? ''}
        onChange={(event) => setOwn({ ...own, home_page: event.target.value })}
        disabled={!writable}
        error={Boolean(errors.home_page)}
        helperText={
          errors.home_page ??
          t('station_settings.as_zone_when_empty', { value: desktop.home_page ?? t('station_settings.none') })
        }
        sx={{ m: 0 }}
      />
      <TextField
        name="image_profile"
        label={t('station_settings.image_profile')}
        value={own.image_profile ?? ''}
        onChange={(event) => setOwn({ ...own, image_profile: event.target.value })}
        disabled={!writable}
        error={Boolean(errors.image_profile)}
        helperText={errors.image_profile ?? t('station_settings.as_zone_when_empty', { value: imageProfile })}
        sx={{ m: 0 }}
      />
      {Object.keys(errors).length > 0 && <Alert severity="error">{Object.values(errors).join(' ')}</Alert>}
      {writable && (
        <Box>
          <Button type="submit" variant="contained" data-testid="save-station-settings">
            {t('station_settings.save')}
          </Button>
        </Box>
      )}
    </Box>
  );
}

function useRooms(agency: string) {
  const can = useCan();
  const { data = [] } = useGetList<Zone>(
    'zones',
    { pagination: { page: 1, perPage: 200 }, sort: { field: 'name', order: 'ASC' }, filter: { agency_id: agency } },
    { enabled: can('zones:lire') },
  );
  return data;
}

const DEFAULT: Pick<Zone, 'desktop' | 'update_channel' | 'image_profile'> = {
  desktop: { applications: [...APPLICATIONS], home_page: null, usb: 'off' },
  update_channel: 'stable',
  image_profile: 'kiosk',
};

interface ZoneFieldProps {
  agency: string;
  value: string;
  onChange: (zone: string) => void;
  disabled: boolean;
  error?: string;
}

function ZoneField({ agency, value, onChange, disabled, error }: ZoneFieldProps) {
  const t = useT();
  const names = new Set(useRooms(agency).map(({ name }) => name));
  if (value) names.add(value);
  return (
    <TextField
      select
      id="station-zone"
      name="zone"
      label={t('station_settings.zone')}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      disabled={disabled}
      error={Boolean(error)}
      helperText={error}
      sx={{ m: 0 }}
    >
      <MenuItem value="">{t('desk.no_zone')}</MenuItem>
      {[...names].map((name) => (
        <MenuItem key={name} value={name}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}

interface ApplicationsFieldProps {
  value: Application[] | null;
  room: Application[];
  onChange: (value: Application[] | null) => void;
  disabled: boolean;
}

function ApplicationsField({ value, room, onChange, disabled }: ApplicationsFieldProps) {
  const t = useT();
  const offered = value ?? room;
  const toggle = (application: Application) =>
    onChange(APPLICATIONS.filter((known) => (known === application) !== offered.includes(known)));
  return (
    <Box role="group" aria-labelledby="station-applications">
      <Typography id="station-applications" variant="subtitle2" component="h3">
        {t('station_settings.applications')}
      </Typography>
      <FormControlLabel
        label={t('station_settings.own')}
        control={
          <Switch
            checked={value !== null}
            disabled={disabled}
            onChange={(_, chosen) => onChange(chosen ? room : null)}
            data-testid="own-applications"
          />
        }
      />
      <FormGroup row>
        {APPLICATIONS.map((application) => (
          <FormControlLabel
            key={application}
            label={t(`application.${application}`)}
            control={
              <Checkbox
                name={application}
                checked={offered.includes(application)}
                disabled={disabled || value === null}
                onChange={() => toggle(application)}
              />
            }
          />
        ))}
      </FormGroup>
    </Box>
  );
}
