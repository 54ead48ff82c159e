using KillSwitch.Engine.Deploying;

namespace KillSwitch.Engine.Tests.Deploying;

public class PermissionEntryTests
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["AWS::Partition"] = "aws",
        ["AWS::AccountId"] = "111122223333",
        ["email"] = "a@example.com",
        ["runningJobs"] = "stop",
    };

    [Fact]
    public void A_role_is_said_with_who_assumes_it_and_all_that_it_may() => Said("""
        "MeterRole6D1DE261": { "Type": "AWS::IAM::Role", "Properties": {
          "AssumeRolePolicyDocument": { "Statement": [ { "Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": { "Service": ["lambda.amazonaws.com", "edge.amazonaws.com"] } } ] },
          "ManagedPolicyArns": [ { "Fn::Join": ["", ["arn:", { "Ref": "AWS::Partition" }, ":iam::aws:policy/ReadOnly"]] } ],
          "Policies": [ { "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:GetObject",
            "Resource": { "Fn::Sub": "arn:${AWS::Partition}:s3:::${Bucket}/*" } } } } ] } },
        "MeterPolicyABCDEF12": { "Type": "AWS::IAM::Policy", "Properties": { "Roles": [ { "Ref": "MeterRole6D1DE261" } ],
          "PolicyDocument": { "Statement": [ { "Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:PutItem"],
            "Resource": { "Fn::GetAtt": ["LedgerTable9343E4AA", "Arn"] },
            "Condition": { "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } } } } ] } } }
        """).ShouldBe(
    [
        "MeterRole may be assumed by lambda.amazonaws.com, edge.amazonaws.com on  if ",
        "MeterRole has the policy arn:aws:iam::aws:policy/ReadOnly on  if ",
        "MeterRole may s3:GetObject on arn:aws:s3:::Bucket/* if ",
        "MeterRole may dynamodb:GetItem, dynamodb:PutItem on LedgerTable if aws:SourceAccount StringEquals 111122223333",
    ]);

    [Fact]
    public void What_others_may_do_by_a_resources_own_policy_is_said_of_them() => Said("""
        "Deny": { "Type": "AWS::IAM::ManagedPolicy", "Properties": { "ManagedPolicyName": { "Fn::Sub": "x-${AWS::AccountId}" },
          "PolicyDocument": { "Statement": [ { "Effect": "Deny", "NotAction": "iam:Get*", "NotResource": "arn:aws:iam::1:role/a" } ] } } },
        "Topic": { "Type": "AWS::SNS::TopicPolicy", "Properties": { "PolicyDocument": { "Statement": [ { "Effect": "Allow",
          "Principal": { "AWS": "*" }, "Action": "sns:Publish", "Resource": { "Ref": "TheTopic" } } ] } } },
        "Call": { "Type": "AWS::Lambda::Permission", "Properties": { "Action": "lambda:InvokeFunction", "Principal": "events.amazonaws.com",
          "FunctionName": { "Fn::GetAtt": ["Setup", "Arn"] }, "SourceArn": { "Fn::GetAtt": ["Rule", "Arn"] } } },
        "Table": { "Type": "AWS::DynamoDB::Table", "Properties": { "ResourcePolicy": { "PolicyDocument": { "Statement": [ {
          "Effect": "Deny", "Principal": "*", "Action": "dynamodb:PutItem", "Resource": "*" } ] } } } }
        """).ShouldBe(
    [
        "whoever has x-111122223333 may not all but iam:Get* on all but arn:aws:iam::1:role/a if ",
        "* may sns:Publish on TheTopic if ",
        "events.amazonaws.com may lambda:InvokeFunction on Setup if aws:SourceArn is Rule",
        "* may not dynamodb:PutItem on Table if ",
    ]);

    [Theory]
    [InlineData("stop", "Watch may bedrock:Stop*, bedrock:List* on * if ")]
    [InlineData("report", "Watch may bedrock:List* on * if ")]
    public void What_an_option_turns_on_and_off_is_there_or_not(string jobs, string expected)
    {
        const string conditions = """
            "Stops": { "Fn::Equals": [ { "Ref": "runningJobs" }, "stop" ] },
            "Tells": { "Fn::And": [ { "Fn::Not": [ { "Condition": "Stops" } ] },
              { "Fn::Or": [ { "Fn::Equals": [ { "Ref": "email" }, "" ] }, { "Fn::Equals": ["a", "b"] } ] } ] },
            "Second": { "Fn::Not": [ { "Fn::Equals": [ { "Fn::Select": [ "1", { "Fn::Split": [",", "a,"] } ] }, "" ] } ] }
            """;
        var permissions = PermissionEntry.All(TemplateText.With("""
            "Watch": { "Type": "AWS::IAM::Role", "Properties": { "Policies": [ { "PolicyDocument": { "Statement": [
              { "Effect": "Allow", "Action": [ { "Fn::If": ["Stops", "bedrock:Stop*", { "Ref": "AWS::NoValue" }] }, "bedrock:List*" ], "Resource": "*" },
              { "Fn::If": ["Tells", { "Effect": "Allow", "Action": "sns:*", "Resource": "*" }, { "Ref": "AWS::NoValue" }] },
              { "Fn::If": ["Second", { "Effect": "Allow", "Action": "sqs:*", "Resource": "*" }, { "Ref": "AWS::NoValue" }] } ] } } ] } },
            "Never": { "Type": "AWS::IAM::Role", "Condition": "Tells", "Properties": { "ManagedPolicyArns": ["x"] } }
            """, conditions), new Dictionary<string, string>(Values) { ["runningJobs"] = jobs });

        permissions.Select(one => one.Key).ShouldBe([expected]);
    }

    [Fact]
    public void What_only_CloudFormation_knows_counts_as_given() => Said("""
        "Watch": { "Type": "AWS::IAM::Role", "Condition": "Unknown", "Properties": { "Policies": [ { "PolicyDocument": { "Statement": [
          { "Effect": "Allow", "Resource": "*", "Action": { "Fn::If": ["Unknown", "iam:*", "s3:*"] } } ] } } ] } }
        """, """ "Unknown": { "Fn::Equals": [ { "Ref": "AWS::NotificationARNs" }, "x" ] } """)
        .ShouldBe(["Watch may iam:*, s3:* on * if "]);

    [Fact]
    public void A_change_is_told_action_by_action()
    {
        PermissionEntry before = new("Meter", "may", ["a:Get", "a:Put"], ["*"], null);
        PermissionEntry after = before with { What = ["a:Get", "a:Delete", "a:List"] };

        PermissionEntry.Beyond([after], [before]).ShouldHaveSingleItem().What.ShouldBe(["a:Delete", "a:List"]);
        PermissionEntry.Beyond([before], [after]).ShouldHaveSingleItem().What.ShouldBe(["a:Put"]);
        PermissionEntry.Beyond([before], [before]).ShouldBeEmpty();
        // On something else, all of it is new.
        PermissionEntry.Beyond([before with { On = ["b"] }], [before]).ShouldHaveSingleItem().What.Count.ShouldBe(2);
        PermissionEntry.Beyond([before with { If = "c" }], [before]).ShouldHaveSingleItem();
        PermissionEntry.Beyond([before with { Verb = "may not" }], [before]).ShouldHaveSingleItem().IsGrant.ShouldBeFalse();
    }

    [Theory]
    [InlineData(""" "A": { "Condition": "B" }, "B": { "Condition": "A" } """)]
    [InlineData(""" "A": { "Fn::Equals": [ { "Fn::If": ["A", "x", "y"] }, "x" ] } """)]
    public void Conditions_that_go_round_in_a_circle_are_refused(string conditions) =>
        Should.Throw<FormatException>(() => Said(""" "X": { "Type": "AWS::IAM::Role", "Condition": "A" } """, conditions))
            .Message.ShouldContain("names itself");

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "Resources": [] }""")]
    [InlineData("Resources: {}")]
    [InlineData("""{ "Resources": {}, "Parameters": { "a": { "MaxLength": "x" } } }""")]
    [InlineData("""{ "Resources": {}, "Parameters": { "a": 3 } }""")]
    public void What_is_no_template_is_said_in_one_clause(string text) =>
        Should.Throw<FormatException>(() => StackTemplate.Parse(text)).Message.ShouldStartWith("it is no template of CloudFormation");

    [Theory]
    [InlineData(""" "X": { "Type": "AWS::IAM::Role", "Properties": 3 } """)]
    [InlineData(""" "X": { "Type": 3, "Properties": {} } """)]
    [InlineData(""" "X": 3 """)]
    [InlineData(""" "X": { "Type": "AWS::IAM::Role", "Properties": { "Policies": [ 3, null ], "AssumeRolePolicyDocument": { "Statement": [ "x" ] } } } """)]
    [InlineData(""" "X": { "Type": "AWS::IAM::Policy", "Properties": { "Roles": 3, "PolicyDocument": { "Statement": { "Action": { "Fn::If": [1,2,3] }, "Condition": [] } } } } """)]
    public void A_template_of_another_shape_never_ends_in_anything_but_a_sentence(string resources)
    {
        try
        {
            Said(resources);
        }
        catch (FormatException error)
        {
            error.Message.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void What_outlives_the_stack_is_named() => TemplateText.With("""
        "Table": { "DeletionPolicy": "RetainExceptOnCreate" }, "Group": { "DeletionPolicy": "Retain" }, "Role": { "DeletionPolicy": "Delete" },
        "Rule": {}
        """).Retained.ShouldBe(["Table", "Group"]);

    private static List<string> Said(string resources, string conditions = "") =>
        [.. PermissionEntry.All(TemplateText.With(resources, conditions), Values).Select(one => one.Key)];
}
