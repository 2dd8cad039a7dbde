"""Boosts a plan's trees by the xgboost package, with the training loss after each round, and prints the seconds it took: FOLDER."""

import sys
import time

import training_rows
import xgboost

plan, inputs, targets = training_rows.read(sys.argv[1])
trees = plan["trees"]
parameters = {
    "objective": "binary:logistic",
    "eval_metric": "logloss",
    "tree_method": "hist",
    "eta": plan["learningRate"],
    "max_depth": trees["maxDepth"],
    "min_child_weight": trees["minChildWeight"],
    "subsample": trees["subsample"],
    "colsample_bytree": trees["colsample"],
    "lambda": trees["lambda"],
    "alpha": trees["alpha"],
    "gamma": trees["gamma"],
    "max_bin": trees["maxBins"],
    "seed": plan["seed"],
    "nthread": plan["threads"],
    "verbosity": 0,
}
start = time.perf_counter()
rows = xgboost.DMatrix(inputs, targets, nthread=plan["threads"])
xgboost.train(parameters, rows, plan["rounds"], evals=[(rows, "train")], verbose_eval=False)
print(time.perf_counter() - start)
