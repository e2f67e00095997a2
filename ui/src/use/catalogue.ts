// The catalogue, loaded once a run: the procedure is data and does not change while the program runs.
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

let loading: Promise<Procedure> | null = null;

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

export function procedure(): Promise<Procedure> {
  loading ??= host.call("catalogue.get", {}).then((view) => arrange(view.catalogue));
  loading.catch(() => (loading = null));
  return loading;
}

/** For tests. */
export function forgetProcedure(): void {
  loading = null;
}
