package io.jenkins.cd4ml.data.expectation;

import io.jenkins.cd4ml.data.profile.Profile;
import io.jenkins.cd4ml.data.profile.ProfiledColumn;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Schema;
import java.util.List;

/** What is known once all rows were seen. */
public record Facts(Schema schema, Profile profile) {

    String version() {
        return profile.version();
    }

    ProfiledColumn column(String name) {
        return profile.find(name).orElseThrow();
    }

    /** Of all columns in their order. */
    List<ColumnType> types() {
        return schema.columns().stream().map(Column::type).toList();
    }

    boolean isSensitive(String name) {
        return column(name).column().sensitive();
    }
}
