/**
 * How long after a key press its glyph is on the screen. Nothing of ours measures: it is what the Wayland libraries of wtype
 * and of the client write down of themselves, by the same clock. From the key that wtype sends, over the client's picture,
 * to the compositor's word that it has shown it.
 */
const UNIT = '/run/systemd/system/kiosk-client.service.d/trace.conf';
const GAP_MS = 150;
const ROUND = 10;

/** Types 30 keys, each of which changes the screen; gives `{ drawn, shown }` of each, in milliseconds. */
export async function glyphs(box) {
  await box.write(UNIT, '[Service]\nEnvironment=WAYLAND_DEBUG=client\n');
  await restarted(box);
  try {
    await box.keys('-k', 'Escape');
    const mark = box.mark();
    const keys = ['K', 'BackSpace', '7'].flatMap((key) => Array.from({ length: ROUND }, () => ['-k', key])).flat();
    const trace = await box.run('runuser', '-u', 'kiosk', '--', 'sh', '-c',
      `XDG_RUNTIME_DIR=/run/kiosk WAYLAND_DISPLAY=wayland-0 WAYLAND_DEBUG=client wtype -s 1000 -d ${GAP_MS} ${keys.join(' ')} -s 1000 2>&1`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return delays(pressed(trace.split('\n')), frames(box.lines.slice(mark).map(({ text }) => text)));
  } finally {
    await box.run('rm', UNIT);
    await restarted(box);
  }
}

async function restarted(box) {
  const mark = box.mark();
  await box.run('systemctl', 'daemon-reload');
  await box.run('systemctl', 'restart', 'kiosk-client');
  await box.says(/state: locked/, mark);
  await new Promise((resolve) => setTimeout(resolve, 2000));
}

/** `[ 12345.678] …`: milliseconds of the hour or so, with their thousandths. */
const at = (line) => Number(/^\[\s*(\d+\.\d+)\]/.exec(line)?.[1]);

function pressed(lines) {
  return lines.filter((line) => /zwp_virtual_keyboard_v1[@#]\d+\.key\(\d+, \d+, 1\)/.test(line)).map(at);
}

/** Each picture of the client: when it was handed over, and when the compositor had shown it. */
function frames(lines) {
  const found = [];
  let waiting;
  for (const line of lines) {
    const asked = /wl_surface[@#]\d+\.frame\(new id wl_callback[@#](\d+)\)/.exec(line);
    if (asked) waiting = { callback: asked[1] };
    else if (waiting && !waiting.drawn && /wl_surface[@#]\d+\.commit\(\)/.test(line)) waiting.drawn = at(line);
    else if (waiting && new RegExp(`wl_callback[@#]${waiting.callback}\\.done`).test(line)) {
      found.push({ drawn: waiting.drawn, shown: at(line) });
      waiting = undefined;
    }
  }
  return found;
}

function delays(keys, pictures) {
  return keys.map((key) => {
    const picture = pictures.find(({ drawn }) => drawn > key);
    if (!picture || picture.drawn > key + GAP_MS * 5) throw new Error(`no picture follows a key: ${keys.length} keys, ${pictures.length} pictures`);
    return { drawn: picture.drawn - key, shown: picture.shown - key };
  });
}
