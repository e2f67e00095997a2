// The catalogue a batch began with, loaded once a batch and run: it never changes behind a batch.
import { host, type Catalogue, type Requirement, type Stage, type Step } from "../ipc";

export interface StepInfo extends Step {
  no: number;
  stage: Stage;
  itemName: string;
  requirements: Requirement[];
}

export interface Procedure {
  catalogue: Catalogue;
  stages: Stage[];
  steps: StepInfo[];
  step: (key: string) => StepInfo | undefined;
  ofStage: (stage: string) => StepInfo[];
}

const loading = new Map<number, Promise<Procedure>>();

export function arrange(catalogue: Catalogue): Procedure {
  const items = new Map(catalogue.items.map((i) => [i.key, i]));
  const stages = new Map(catalogue.stages.map((s) => [s.key, s]));
  const unknown: Stage = { key: "", name: "其它" };
  const steps = catalogue.steps.map((step, index): StepInfo => {
    const item = items.get(step.item);
    return {
      ...step,
      no: index + 1,
      stage: stages.get(item?.stage ?? "") ?? unknown,
      itemName: item?.name ?? "",
      requirements: catalogue.requirements.filter((r) => r.step === step.key),
    };
  });
  const byKey = new Map(steps.map((s) => [s.key, s]));
  return {
    catalogue,
    stages: catalogue.stages,
    steps,
    step: (key) => byKey.get(key),
    ofStage: (stage) => steps.filter((s) => s.stage.key === stage),
  };
}

export function procedure(batch: number): Promise<Procedure> {
  const known = loading.get(batch);
  if (known) return known;
  const asked = host.call("catalogue.get", { batch }).then((view) => arrange(view.catalogue));
  loading.set(batch, asked);
  asked.catch(() => loading.delete(batch));
  return asked;
}

/** For tests. */
export function forgetProcedures(): void {
  loading.clear();
}
