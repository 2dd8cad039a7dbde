"""Two DAGs: one task for each stage of cd4ml.yaml, and a nightly drift check that triggers it.

Copy into the DAG folder. See docs/elsewhere/airflow.md. For Airflow 3; `cd4ml` is on the PATH of the workers, and
PROJECT is a checkout that all workers share.
"""

from datetime import datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import DAG

PROJECT = "/srv/projects/seattle-weather"
NO_DRIFT = 99

SETTINGS = {
    "start_date": datetime(2026, 1, 1),
    "catchup": False,
    # One run at a time: each run reads the champion of the registry and may replace it.
    "max_active_runs": 1,
    "tags": ["cd4ml"],
}

with DAG(dag_id="seattle_weather", schedule=None, **SETTINGS):
    previous = None
    for stage in ["version-data", "train-model", "validate-model", "package-model", "deploy-canary"]:
        task = BashOperator(
            task_id=stage.replace("-", "_"),
            cwd=PROJECT,
            bash_command=f"cd4ml {stage} --run 'airflow-{{{{ ts_nodash }}}}'",
            # A gate that failed fails again: only the data and the code change it.
            retries=0,
            execution_timeout=timedelta(hours=2),
        )
        if previous is not None:
            previous >> task
        previous = task

with DAG(dag_id="seattle_weather_drift", schedule="17 3 * * *", **SETTINGS):
    check = BashOperator(
        task_id="check_drift",
        cwd=PROJECT,
        # Exit code 1 means drift: the task succeeds and the training is triggered. No drift skips it.
        bash_command=(
            "code=0\n"
            "cd4ml version-data --run 'drift-{{ ts_nodash }}'"
            " && cd4ml check-drift --run 'drift-{{ ts_nodash }}' || code=$?\n"
            f'case "$code" in 0) exit {NO_DRIFT} ;; 1) exit 0 ;; *) exit "$code" ;; esac\n'
        ),
        skip_on_exit_code=NO_DRIFT,
        retries=0,
    )
    train = TriggerDagRunOperator(task_id="train_again", trigger_dag_id="seattle_weather")
    check >> train
