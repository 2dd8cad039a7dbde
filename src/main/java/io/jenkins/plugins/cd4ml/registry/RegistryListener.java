package io.jenkins.plugins.cd4ml.registry;

import hudson.ExtensionPoint;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;

/** Hears of every line of a model's history once it is written. It is called while the model is locked: it must only take note. */
public interface RegistryListener extends ExtensionPoint {

    /** Something happened to a model; {@code model} is what it is since. */
    void onEntry(ModelSummary model, HistoryEntry entry);
}
