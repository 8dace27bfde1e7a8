// All words of the elements, in English and in German. `{name}` stands for what is filled in.

/** The words of the elements. */
export type Strings = Readonly<Record<keyof typeof en, string>>;

export const en = {
  cancel: 'Cancel',
  done: '{percent} done',
  timeLeft: 'about {seconds} s left',
  minutesLeft: 'about {minutes} min left',
  drawing: 'drawing …',
  shownAt: 'shown at {part}',
  preliminary: 'preview',
  slice: '{plane} slice {index} of {count}, {axis} = {position}',
  sliceShort: '{plane} {index} / {count}',
  scene: '3D view along {direction}',
  sceneKeys:
    'Arrows turn, plus and minus zoom, F fits, 1, 2 and 3 look along x, y and z, M maximises.',
  chosen: '{count} chosen',
  mode: 'How the volume is drawn',
  surface: 'Surface',
  maximum: 'Maximum',
  density: 'Density',
  clip: 'Cut',
  clipBox: 'Box that is shown',
  clipFrom: '{axis} from',
  clipTo: '{axis} to',
  object: 'object {id}',
  background: 'no object',
  inMask: 'in the mask',
  notInMask: 'outside of the mask',
  crosshairAt: 'crosshair at {position}',
  crosshairOn: 'crosshair on {what}',
  sliceKeys:
    'Arrows move the crosshair, Page Up and Page Down the slice, plus and minus zoom, F fits, W with arrows changes the window, M maximises.',
  wipe: 'Wipe between before and after',
};

export const de: Strings = {
  cancel: 'Abbrechen',
  done: '{percent} fertig',
  timeLeft: 'noch etwa {seconds} s',
  minutesLeft: 'noch etwa {minutes} min',
  drawing: 'wird gezeichnet …',
  shownAt: 'gezeigt mit {part}',
  preliminary: 'Vorschau',
  slice: '{plane}-Schnitt {index} von {count}, {axis} = {position}',
  sliceShort: '{plane} {index} / {count}',
  scene: '3D-Ansicht entlang {direction}',
  sceneKeys:
    'Pfeile drehen, Plus und Minus zoomen, F passt ein, 1, 2 und 3 blicken entlang x, y und z, M maximiert.',
  chosen: '{count} ausgewählt',
  mode: 'Wie das Volumen gezeichnet wird',
  surface: 'Oberfläche',
  maximum: 'Maximum',
  density: 'Dichte',
  clip: 'Schnitt',
  clipBox: 'Gezeigter Quader',
  clipFrom: '{axis} von',
  clipTo: '{axis} bis',
  object: 'Objekt {id}',
  background: 'kein Objekt',
  inMask: 'in der Maske',
  notInMask: 'außerhalb der Maske',
  crosshairAt: 'Fadenkreuz bei {position}',
  crosshairOn: 'Fadenkreuz auf {what}',
  sliceKeys:
    'Pfeile bewegen das Fadenkreuz, Bild auf und Bild ab den Schnitt, Plus und Minus zoomen, F passt ein, W mit Pfeilen ändert das Fenster, M maximiert.',
  wipe: 'Grenze zwischen vorher und nachher',
};

/** Fills values into a string: `fill('{n} voxels', { n: 3 })`. */
export function fill(string: string, values: Readonly<Record<string, string | number>>): string {
  return string.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
