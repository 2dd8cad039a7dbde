package io.jenkins.cd4ml.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;

/** The schema and the records that it fills say the same. */
public class ConfigurationSchemaTest {

    @Test
    public void everySettingIsInTheSchemaAndTheOtherWayRound() {
        compare(Configuration.class, ConfigurationSchema.at(""), "");
    }

    @Test
    public void everyKeyIsDescribed() {
        described(ConfigurationSchema.at(""), "");
    }

    private static void compare(Class<?> type, JsonNode schema, String path) {
        Set<String> settings = new TreeSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = name(component);
            settings.add(name);
            JsonNode property = schema.at("/properties/" + name);
            Class<?> nested = record(component.getGenericType());
            if (nested != null && nested != TrainSettings.ClassWeights.class) {
                JsonNode inside = property.has("items")
                        ? property.get("items")
                        : property.path("additionalProperties").isObject()
                                ? property.get("additionalProperties")
                                : property;
                compare(nested, inside, path + "/" + name);
            }
        }
        Set<String> keys = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(keys::add);
        assertEquals(path, keys, settings);
    }

    private static String name(RecordComponent component) {
        JsonProperty renamed = component.getAnnotation(JsonProperty.class);
        if (renamed == null) {
            renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        }
        return renamed == null ? component.getName() : renamed.value();
    }

    private static Class<?> record(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return record(arguments[arguments.length - 1]);
        }
        return type instanceof Class<?> plain && plain.isRecord() ? plain : null;
    }

    private static void described(JsonNode schema, String path) {
        schema.path("properties").fields().forEachRemaining(property -> {
            assertFalse(
                    path + "/" + property.getKey(),
                    property.getValue().path("description").asText().isBlank());
            described(property.getValue(), path + "/" + property.getKey());
        });
    }
}
