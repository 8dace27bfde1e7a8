// The words of the panels of report and certainty in German. Loaded when they are needed.
import type { ReportStrings } from './report_strings.js';

export const de: ReportStrings = {
  certainty: 'Sicherheit',
  measure: 'Messung',
  noMeasure:
    'Einen Anteil, eine Porosität oder eine Oberfläche einer Maske hinzufügen: sie haben eine Sicherheit.',
  offBy: 'Schwelle falsch um ±',
  offByHint: 'In Grauwerten; bleibt es leer, das Rauschen des Volumens.',
  compute: 'Wie sicher ist das?',
  computing: 'Wird bei vielen Schwellen gemessen',
  stale: 'veraltet: die Studie wurde seither geändert',
  notOpen: 'Der Schritt hat einen Fehler, oder sein Volumen ist nicht geöffnet.',
  otherEstimator:
    'die Oberfläche wird hier aus Durchstößen oder Flächen gemessen, mit offenem Rand',
  badDelta: 'eine Zahl über 0',
  title: 'Titel',
  author: 'Verfasst von',
  sample: 'Probe',
  sampleName: 'Name',
  sampleValue: 'Wert',
  addSample: 'Zeile hinzufügen',
  removeSample: '{name} entfernen',
  sections: 'Abschnitte',
  up: '{name} nach oben',
  down: '{name} nach unten',
  preview: 'Vorschau',
  save: 'Als HTML speichern',
  print: 'Drucken',
  csv: 'Zahlen als CSV speichern',
  noSession: 'Keine Studie ist geöffnet.',
  making: 'wird geschrieben …',
  frame: 'Vorschau des Berichts',
};
