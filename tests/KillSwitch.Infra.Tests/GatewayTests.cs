namespace KillSwitch.Infra.Tests;

/// <summary>The function that gateways ask which tags are stopped.</summary>
public class GatewayTests
{
    private const string LiteLlm = "arn:aws:iam::111122223333:role/litellm";

    [Fact]
    public void Whoever_is_named_may_ask_by_IAM_and_nobody_else_and_the_function_reads_the_table_alone()
    {
        var template = StackTemplate.Of(("gateways", $"{LiteLlm}, arn:aws:iam::111122223333:user/envoy"));

        template.OfType("AWS::Lambda::Url").ShouldHaveSingleItem().Value.GetProperty("Properties").GetProperty("AuthType").GetString()
            .ShouldBe("AWS_IAM");
        template.OfType("AWS::Lambda::Permission").Select(one => one.Value.GetProperty("Properties"))
            .Where(one => one.GetProperty("Principal").ToString().StartsWith("arn:", StringComparison.Ordinal))
            .Select(one => $"{one.GetProperty("Principal")} {one.GetProperty("Action")}").Order(StringComparer.Ordinal).ShouldBe(
            [
                $"{LiteLlm} lambda:InvokeFunction", $"{LiteLlm} lambda:InvokeFunctionUrl",
                "arn:aws:iam::111122223333:user/envoy lambda:InvokeFunction",
                "arn:aws:iam::111122223333:user/envoy lambda:InvokeFunctionUrl",
            ]);
        var statements = Statement.All(template).ToList();
        statements.Where(statement => statement.Role.StartsWith("GatewayFunctionGateway", StringComparison.Ordinal))
            .SelectMany(statement => statement.Actions).ShouldBe(
            ["logs:CreateLogStream", "logs:PutLogEvents", "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "sqs:SendMessage"],
            ignoreOrder: true);
        statements.Where(statement => statement.Actions.Contains("events:PutEvents")).Select(statement => statement.Text).Distinct()
            .ShouldBe(["Allow iam:GetAccountAuthorizationDetails, bedrock:ListFoundationModels, events:PutEvents on *"]);
    }

    [Fact]
    public void Nothing_of_it_is_there_where_no_gateway_is_named()
    {
        var template = StackTemplate.Of();

        template.OfType("AWS::Lambda::Url").ShouldBeEmpty();
        Statement.All(template).ShouldAllBe(statement => !statement.Actions.Contains("events:PutEvents"));
    }

    [Theory]
    [InlineData("role/litellm")]
    [InlineData("*")]
    [InlineData("arn:aws:iam::111122223333:root")]
    [InlineData("arn:aws:iam::111122223333:role/*")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/litellm/s")]
    public void Anybody_else_is_refused(string gateway) =>
        Should.Throw<ArgumentException>(() => StackTemplate.Of(("gateways", gateway))).Message.ShouldBe(
            $"`{gateway}` is not allowed for `gateways`; allowed are ARNs of roles and users, with commas between them");
}
