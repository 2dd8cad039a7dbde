"""Trains a plan's network by PyTorch as its tutorials do, the rows in memory, and prints the seconds of each epoch: FOLDER THREADS."""

import sys
import time

import torch
import training_rows

plan, inputs, targets = training_rows.read(sys.argv[1])
torch.set_num_threads(int(sys.argv[2]))
torch.manual_seed(plan["seed"])
inputs = torch.tensor(inputs)
targets = torch.tensor(targets, dtype=torch.int64)
modules = []
for layer in plan["spec"]["layers"]:
    modules.append(torch.nn.Linear(layer["inputs"], layer["outputs"]))
    if layer["activation"] != "none":
        modules.append(torch.nn.ReLU())
network = torch.nn.Sequential(*modules)
objective = torch.nn.CrossEntropyLoss()
optimiser = torch.optim.Adam(network.parameters(), lr=plan["learningRate"])
for _ in range(plan["epochs"]):
    start = time.perf_counter()
    order = torch.randperm(len(inputs))
    batches = zip(inputs[order].split(plan["batchSize"]), targets[order].split(plan["batchSize"]))
    loss_sum = torch.zeros((), dtype=torch.float64)
    for batch, labels in batches:
        optimiser.zero_grad()
        loss = objective(network(batch), labels)
        loss.backward()
        optimiser.step()
        loss_sum += loss.detach() * len(batch)
    loss_sum.item()
    print(time.perf_counter() - start)
