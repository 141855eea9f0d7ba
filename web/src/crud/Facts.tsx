import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { EditButton, type RaRecord, Show, TopToolbar, useCanAccess, useRecordContext, useTranslate } from 'react-admin';
import { Cell } from './Cell';
import { type Entity, fieldsOn } from './entity';

/** A record's fields, read only. */
export function Facts<T extends RaRecord>({ entity }: { entity: Entity<T> }) {
  const record = useRecordContext<T>();
  const translate = useTranslate();
  if (!record) return null;
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', sm: 'minmax(150px, 1fr) 2fr' },
        rowGap: { xs: 0, sm: 1 },
        columnGap: 2,
      }}
    >
      {fieldsOn(entity, 'show').map((field) => (
        <Box key={field.source} sx={{ display: 'contents' }}>
          <Typography component="dt" color="textSecondary" sx={{ mt: { xs: 1, sm: 0 } }}>
            {translate(`resources.${entity.name}.fields.${field.source}`)}
          </Typography>
          <Typography component="dd" sx={{ m: 0, minWidth: 0, overflowWrap: 'anywhere' }}>
            <Cell field={field} record={record} />
          </Typography>
        </Box>
      ))}
    </Box>
  );
}

/** A page of a record: its facts, and beside them what is special to it. */
export function EntityShow<T extends RaRecord>({
  entity,
  tools,
  aside,
  below,
}: {
  entity: Entity<T>;
  tools?: ReactNode;
  aside?: ReactNode;
  below?: ReactNode;
}) {
  return (
    <Show
      actions={<ShowTools resource={entity.name}>{tools}</ShowTools>}
      component="div"
      sx={{ '& .RaShow-main': { mt: 0 } }}
    >
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          alignItems: 'start',
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            md: aside ? 'minmax(0, 3fr) minmax(0, 2fr)' : 'minmax(0, 760px)',
          },
        }}
      >
        <Card sx={{ p: 2.5 }}>
          <Facts entity={entity} />
        </Card>
        {aside && <Box sx={{ display: 'grid', gap: 2 }}>{aside}</Box>}
        {below && <Box sx={{ gridColumn: '1 / -1', minWidth: 0 }}>{below}</Box>}
      </Box>
    </Show>
  );
}

function ShowTools({ resource, children }: { resource: string; children: ReactNode }) {
  const { canAccess } = useCanAccess({ resource, action: 'edit' });
  return (
    <TopToolbar sx={{ flexWrap: 'wrap' }}>
      {children}
      {canAccess && <EditButton />}
    </TopToolbar>
  );
}
