import ChevronRight from '@mui/icons-material/ChevronRight';
import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { Fragment, type ReactNode, useId } from 'react';
import { type RaRecord, useCreatePath, useListContext, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Cell } from './Cell';
import { type Entity, fieldsOn } from './entity';
import { Nothing } from './Nothing';
import { PhoneSelection } from './PhoneSelection';

interface PhoneListProps<T extends RaRecord> {
  entity: Entity<T>;
  rowActions?: (record: T) => ReactNode;
  /** What can be done to several; they can be selected when there is something. */
  bulk?: ReactNode;
  rowClick: 'show' | false;
}

/** The same fields where a table does not fit: one card a record. */
export function PhoneList<T extends RaRecord>({ entity, rowActions, bulk, rowClick }: PhoneListProps<T>) {
  const { data = [], isPending, selectedIds = [], onToggleItem } = useListContext<T>();
  const prefix = useId();
  const translate = useTranslate();
  const createPath = useCreatePath();
  const fields = fieldsOn(entity, 'list');
  const title = entity.title.flatMap((source) => fields.filter((field) => field.source === source));
  const others = fields.filter((field) => !title.includes(field));
  if (data.length === 0 && !isPending) return <Nothing resource={entity.name} />;
  return (
    <>
      {bulk && <PhoneSelection>{bulk}</PhoneSelection>}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {data.map((record) => (
          <Box
            component="li"
            key={record.id}
            sx={{ p: 1.75, borderBottom: 1, borderColor: 'divider', '&:last-child': { border: 0 } }}
          >
            <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, minHeight: 40 }}>
              {bulk && (
                <Checkbox
                  edge="start"
                  checked={selectedIds.includes(record.id)}
                  onChange={() => onToggleItem(record.id)}
                  slotProps={{ input: { 'aria-labelledby': `${prefix}${record.id}` } }}
                />
              )}
              <Typography id={`${prefix}${record.id}`} component="h2" sx={{ flex: 1, minWidth: 0, fontWeight: 700, fontSize: '1.05rem' }}>
                {title.map((field) => (
                  <Fragment key={field.source}>
                    <Cell field={field} record={record} />{' '}
                  </Fragment>
                ))}
              </Typography>
              {rowClick && (
                <IconButton
                  component={Link}
                  to={createPath({ resource: entity.name, type: rowClick, id: record.id })}
                  aria-label={translate('ra.action.show')}
                  edge="end"
                >
                  <ChevronRight />
                </IconButton>
              )}
            </Box>
            <Box
              component="dl"
              sx={{
                m: 0,
                display: 'grid',
                gridTemplateColumns: 'minmax(0, auto) minmax(0, 1fr)',
                columnGap: 2,
                rowGap: 0.25,
              }}
            >
              {others.map((field) => (
                <Box key={field.source} sx={{ display: 'contents' }}>
                  <Typography component="dt" variant="body2" color="textSecondary">
                    {translate(`resources.${entity.name}.fields.${field.source}`)}
                  </Typography>
                  <Typography component="dd" variant="body2" sx={{ m: 0, textAlign: 'right', overflowWrap: 'anywhere' }}>
                    <Cell field={field} record={record} />
                  </Typography>
                </Box>
              ))}
            </Box>
            {rowActions && <Box sx={{ mt: 1, display: 'flex', justifyContent: 'flex-end' }}>{rowActions(record)}</Box>}
          </Box>
        ))}
      </Box>
    </>
  );
}
