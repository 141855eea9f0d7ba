import useMediaQuery from '@mui/material/useMediaQuery';
import type { Theme } from '@mui/material/styles';
import { cloneElement, type ReactElement, type ReactNode, useMemo } from 'react';
import {
  ColumnsButton,
  CreateButton,
  DataTable,
  FilterButton,
  List,
  type RaRecord,
  SearchInput,
  TopToolbar,
  useCanAccess,
  useLocale,
  useTranslate,
} from 'react-admin';
import { Cell } from './Cell';
import { type Entity, fieldsOn } from './entity';
import { type Table, tableOf } from './export';
import { ExportMenu } from './ExportMenu';
import { Nothing } from './Nothing';
import { PhoneList } from './PhoneList';

interface EntityListProps<T extends RaRecord> {
  entity: Entity<T>;
  /** What can be done to several rows, beside exporting them. */
  bulk?: ReactElement;
  /** Buttons of a row. */
  rowActions?: (record: T) => ReactNode;
  /** Above the list's own buttons. */
  tools?: ReactNode;
  rowClick?: 'show' | false;
  searchable?: boolean;
}

/** What is read as one, and stays on one line. */
const WHOLE = new Set(['day', 'instant', 'number', 'phone']);
const whole = () => ({ whiteSpace: 'nowrap' });

export function EntityList<T extends RaRecord>({
  entity,
  bulk,
  rowActions,
  tools,
  rowClick = 'show',
  searchable = true,
}: EntityListProps<T>) {
  const translate = useTranslate();
  const locale = useLocale();
  const phone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const { canAccess: canExport } = useCanAccess({ resource: entity.name, action: 'export' });
  const table = useMemo(
    () => tableOf(entity, (source) => translate(`resources.${entity.name}.fields.${source}`), locale),
    [entity, translate, locale],
  );
  const filters = [
    ...(searchable ? [<SearchInput key="q" source="q" alwaysOn />] : []),
    ...(entity.filters ?? []).map((filter, index) => cloneElement(filter, { key: index })),
  ];
  const together = (bulk || canExport) && (
    <>
      {bulk}
      {canExport && <ExportMenu table={table} selected />}
    </>
  );
  return (
    <List
      resource={entity.name}
      filters={filters}
      sort={entity.sort}
      perPage={25}
      exporter={false}
      empty={false}
      actions={
        <ListTools
          columns={!phone}
          filtered={Boolean(entity.filters?.length)}
          tools={tools}
          resource={entity.name}
          table={table}
        />
      }
      sx={{
        '& .RaList-actions': { alignItems: 'center' },
        '& .RaList-actions .MuiToolbar-root': { flexWrap: 'wrap', justifyContent: 'flex-end', minWidth: 0 },
        // A wide table scrolls by itself, not the page with it; what is done to selected rows stands above it.
        '& .RaList-main': { minWidth: 0 },
        '& .RaDataTable-tableWrapper': { overflowX: 'auto' },
        // A narrow screen scrolls rather than break a name or a number into pieces.
        '& .RaDataTable-rowCell': { minWidth: 88 },
        '& .RaDataTable-rowCell:first-of-type:has(input)': { minWidth: 0 },
      }}
    >
      {phone ? (
        <PhoneList entity={entity} rowActions={rowActions} bulk={together} rowClick={rowClick} />
      ) : (
        <DataTable
          rowClick={rowClick}
          empty={<Nothing resource={entity.name} />}
          bulkActionButtons={together || false}
        >
          {fieldsOn(entity, 'list').map((field) => (
            <DataTable.Col
              key={field.source}
              source={field.source}
              disableSort={!field.sort}
              align={field.kind === 'number' ? 'right' : 'left'}
              cellSx={field.kind && WHOLE.has(field.kind) ? whole : undefined}
              render={(record) => <Cell field={field} record={record as T} />}
            />
          ))}
          {rowActions && (
            <DataTable.Col label="app.actions" align="right" render={(record) => rowActions(record as T)} />
          )}
        </DataTable>
      )}
    </List>
  );
}

interface ListToolsProps<T extends RaRecord> {
  table: Table<T>;
  resource: string;
  columns: boolean;
  filtered: boolean;
  tools?: ReactNode;
}

function ListTools<T extends RaRecord>({ resource, columns, filtered, tools, table }: ListToolsProps<T>) {
  const { canAccess: canExport } = useCanAccess({ resource, action: 'export' });
  const { canAccess: canCreate } = useCanAccess({ resource, action: 'create' });
  return (
    <TopToolbar>
      {tools}
      {filtered && <FilterButton />}
      {columns && <ColumnsButton />}
      {canCreate && <CreateButton />}
      {canExport && <ExportMenu table={table} />}
    </TopToolbar>
  );
}
