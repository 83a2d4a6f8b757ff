// The rows of the files that scripts read, as medplan.publish and medplan.search make them.
// Written by `make format` (tests/unit/test_row_types.py).

export interface StatusPhase {
  since: string | null;
  status: string;
  word: string;
  plain: boolean;
}

export interface PlansRow {
  id: string;
  title: string;
  jurisdiction_code: string;
  jurisdiction: string;
  level: string;
  kind: string;
  stage: string;
  period_start: number | null;
  period_end: number | null;
  issuer: string | null;
  document_number: string | null;
  published: string | null;
  url: string;
  pinyin: string;
  initials: string;
  province: string;
  path: string;
  status: string;
  status_date: string | null;
  status_phases: StatusPhase[];
  address: string | null;
  published_on: string | null;
  printed_by: string | null;
  date_kind: string | null;
  previous_version: string | null;
  next_version: string | null;
}

export type PlaceChoice = [code: string, name: string, pinyin: string, initials: string, plans: number, also: string[]];

export interface ComparedPlan {
  id: string;
  title: string;
  jurisdiction_code: string;
  jurisdiction: string;
  level: string;
  kind: string;
  stage: string;
  period_start: number | null;
  period_end: number | null;
  published: string | null;
  path: string;
  status: string;
  status_phases: StatusPhase[];
}

export interface Shown {
  shown: string;
  in_unit: boolean;
  printed: string | null;
}

export type Years = [baseline: number | null, target: number | null];

export interface Term {
  is: string;
  said: string;
}

export interface ComparedIndicator {
  id: string;
  eid: string;
  name: string;
  baseline: Shown | null;
  target: Shown | null;
  change: string | null;
  nature: string | null;
  years: Years;
  obstacles: string[];
  doubts: string[];
  terms: Record<string, Term>;
}

export type ProvisionOnce = [eid: string, path: number, text: string, emended: number];

export interface ComparedMeasure {
  eid: string;
  text: string;
  role: string;
  units: string[];
  agencies: string[];
  supporting: string[];
  schedule: string | null;
}

export interface PlanFacts {
  indicators: ComparedIndicator[];
  unmatched: number;
  paths: string[];
  provisions: ProvisionOnce[];
  themes: Record<string, number[]>;
  silence: string;
  measures: ComparedMeasure[];
  plan: ComparedPlan;
}

export type IndicatorName = [id: string, name: string, category: string, unit: string];

export type EntryName = [id: string, name: string];

export interface Names {
  categories: Record<string, string>;
  indicators: IndicatorName[];
  themes: EntryName[];
  agencies: EntryName[];
  coverage: Record<string, string>;
  differ: Record<string, string>;
  natures: Record<string, string>;
}

export interface Pledge {
  eid: string;
  place: string;
  text: string;
  lead: string;
  schedule: string | null;
  due: string | null;
  due_before: boolean;
  recurring: string | null;
  themes: string[];
}

export type ProvisionNamed = [eid: string, place: string];

export interface DocumentNamed {
  title: string | null;
  number: string | null;
  implemented: boolean;
  places: ProvisionNamed[];
  themes: string[];
}

export interface DraftingPlan {
  plan: ComparedPlan;
  indicators: ComparedIndicator[];
  promises: Pledge[];
  documents: DocumentNamed[];
}

export interface Citing {
  plan: string;
  name: string;
  status: string;
  status_phases: StatusPhase[];
  places: ProvisionNamed[];
}

export interface SharedWords {
  text: string;
  characters: number;
  plans: number;
  citing: Citing[];
}

export interface CitedOnTheme {
  title: string;
  number: string | null;
  url: string;
  held: string | null;
  doubts: string[];
  plans: number;
  citing: Citing[];
}

export interface DraftingIndicator {
  id: string;
  name: string;
  unit: string;
  definition: string;
  themes: string[];
}

export interface DraftingNames {
  themes: EntryName[];
  indicators: DraftingIndicator[];
  natures: Record<string, string>;
  differ: Record<string, string>;
  wording: string[];
  documents: string[];
}

export interface ListedMeasure {
  plan: string;
  place: string;
  status: string;
  title: string;
  eid: string;
  num: string;
  text: string;
  lead: [string, string][];
  others: [string, string][];
  schedule: string | null;
}

export interface ListedCommitment {
  plan: string;
  place: string;
  status: string;
  eid: string;
  path: string;
  text: string;
  due: string | null;
  recurring: string | null;
  before: boolean;
  ongoing: boolean;
  lead: string;
}

export interface IndexedPlan {
  id: string;
  title: string;
  place: string;
  province: string;
  level: string;
  kind: string;
  stage: string;
  year: string;
  published: string;
  status: string;
}

export type IndexedText = [eid: string, path: string, text: string, reading: string | number, heading: number, themes: string];
