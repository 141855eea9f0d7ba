import FileDownloadOutlined from '@mui/icons-material/FileDownloadOutlined';
import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState } from 'react';
import { type RaRecord, useDataProvider, useListContext, useNotify } from 'react-admin';
import { useT } from '../base/i18n';
import { reasonOf } from '../base/problem';
import { type ExportFormat, EXPORT_FORMATS, type Table } from './export';

/** What a spreadsheet bears; the server is asked page by page. */
const MOST_ROWS = 10_000;

interface ExportMenuProps<T extends RaRecord> {
  table: Table<T>;
  /** Only the rows that are selected. */
  selected?: boolean;
}

/** The list as it is filtered and sorted, as a file. */
export function ExportMenu<T extends RaRecord>({ table, selected = false }: ExportMenuProps<T>) {
  const t = useT();
  const notify = useNotify();
  const provider = useDataProvider();
  const { resource, sort, filterValues, total, selectedIds } = useListContext<T>();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);

  const rows = async (): Promise<T[]> => {
    if (selected) return (await provider.getMany<T>(resource, { ids: selectedIds ?? [] })).data;
    const pagination = { page: 1, perPage: MOST_ROWS };
    return (await provider.getList<T>(resource, { sort, filter: filterValues, pagination })).data;
  };
  const save = async (format: ExportFormat) => {
    setAnchor(null);
    try {
      await table.save(format, await rows());
      if (!selected && (total ?? 0) > MOST_ROWS) notify(t('export.cut', { count: MOST_ROWS }), { type: 'warning' });
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
  };

  return (
    <>
      <Button
        size="small"
        startIcon={<FileDownloadOutlined />}
        disabled={!selected && total === 0}
        aria-haspopup="menu"
        data-testid={selected ? 'export-selected' : 'export'}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {t('export.title')}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {EXPORT_FORMATS.map((format) => (
          <MenuItem key={format} onClick={() => void save(format)} data-testid={`export-${format}`}>
            {t(`export.${format}`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
