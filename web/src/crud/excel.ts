import writeExcelFile, { type Row } from 'write-excel-file/browser';

/** What a cell holds. */
export type Raw = string | number | boolean | Date | null;

const DATE_FORMAT = 'yyyy-mm-dd hh:mm:ss';
const DATE_WIDTH = 20;

/** Loaded when somebody asks for it: most never do. */
export async function saveExcel(titles: readonly string[], rows: readonly (readonly Raw[])[], name: string) {
  const header: Row = titles.map((value) => ({ value, fontWeight: 'bold' }));
  const cells = rows.map((row): Row => row.map((value) => (value instanceof Date ? dated(value) : value)));
  const columns = titles.map((title, column) => ({ width: widthOf(title, rows, column) }));
  await writeExcelFile([header, ...cells], { columns, stickyRowsCount: 1 }).toFile(`${name}.xlsx`);
}

/** A spreadsheet knows no time zones: it shows the wall clock of whoever exported. */
function dated(instant: Date) {
  const shown = new Date(instant.getTime() - instant.getTimezoneOffset() * 60_000);
  return { value: shown, type: Date, format: DATE_FORMAT };
}

function widthOf(title: string, rows: readonly (readonly Raw[])[], column: number): number {
  const lengths = rows.slice(0, 200).map((row) => {
    const value = row[column] ?? '';
    return value instanceof Date ? DATE_WIDTH : String(value).length;
  });
  return Math.min(60, Math.max(title.length, ...lengths) + 2);
}
