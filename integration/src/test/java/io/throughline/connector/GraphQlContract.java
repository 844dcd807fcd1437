package io.throughline.connector;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.GraphQLScalarType;
import graphql.schema.TypeResolver;
import graphql.schema.idl.InterfaceWiringEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.ScalarWiringEnvironment;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnionWiringEnvironment;
import graphql.schema.idl.WiringFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A vendor's GraphQL schema: the document is validated against it with its variables, and executed over the answer's data, which has to come
 * out as it went in: every field of its type, none too many, none missing that must not be null.
 */
final class GraphQlContract {

  private static final ObjectMapper PLAIN = new ObjectMapper();

  private final GraphQL graphql;

  GraphQlContract(Path sdl) {
    var wiring = RuntimeWiring.newRuntimeWiring().wiringFactory(new ByName()).build();
    graphql = GraphQL.newGraphQL(new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(sdl.toFile()), wiring)).build();
  }

  List<String> wrong(JsonNode body, JsonNode answer) {
    Map<String, Object> variables = body.has("variables") ? PLAIN.convertValue(body.get("variables"), new TypeReference<>() {}) : Map.of();
    Object data = answer != null && answer.has("data") && !answer.has("errors") ? PLAIN.convertValue(answer.get("data"), Map.class) : Map.of();
    var result = graphql.execute(ExecutionInput.newExecutionInput(body.get("query").asText()).variables(variables).root(data).build());
    var wrong = new ArrayList<String>();
    result.getErrors().stream().filter(error -> !data.equals(Map.of()) || error.getPath() == null).forEach(error -> wrong.add(error.getMessage()));
    if (wrong.isEmpty() && !data.equals(Map.of()) && !PLAIN.valueToTree(data).equals(PLAIN.valueToTree(result.getData()))) wrong.add("the answer is not what the document selects: " + PLAIN.valueToTree(result.getData()));
    return wrong;
  }

  /** Own scalars take any value; an abstract type is the one that {@code __typename} says. */
  private static final class ByName implements WiringFactory {
    @Override
    public boolean providesScalar(ScalarWiringEnvironment environment) {
      return !List.of("ID", "String", "Int", "Float", "Boolean").contains(environment.getScalarTypeDefinition().getName());
    }

    @Override
    public GraphQLScalarType getScalar(ScalarWiringEnvironment environment) {
      return GraphQLScalarType.newScalar().name(environment.getScalarTypeDefinition().getName()).coercing(new AsItIs()).build();
    }

    @Override
    public boolean providesTypeResolver(InterfaceWiringEnvironment environment) {
      return true;
    }

    @Override
    public TypeResolver getTypeResolver(InterfaceWiringEnvironment environment) {
      return resolver();
    }

    @Override
    public boolean providesTypeResolver(UnionWiringEnvironment environment) {
      return true;
    }

    @Override
    public TypeResolver getTypeResolver(UnionWiringEnvironment environment) {
      return resolver();
    }

    private static TypeResolver resolver() {
      return environment -> environment.getSchema().getObjectType(String.valueOf(((Map<?, ?>) environment.getObject()).get("__typename")));
    }
  }

  private static final class AsItIs implements Coercing<Object, Object> {
    @Override
    public Object serialize(Object value, GraphQLContext context, Locale locale) {
      return value;
    }

    @Override
    public Object parseValue(Object value, GraphQLContext context, Locale locale) {
      return value;
    }

    @Override
    public Object parseLiteral(Value<?> value, CoercedVariables variables, GraphQLContext context, Locale locale) {
      return value;
    }
  }
}
