package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.table.Column;

/**
 * A column that is looked at.
 *
 * @param asCategories numbers are compared value by value, as a classifier's target is
 * @param leftOut why it is not compared, as the end of a sentence; null where it is
 */
record PlannedColumn(Column column, Role role, boolean asCategories, String leftOut) {}
