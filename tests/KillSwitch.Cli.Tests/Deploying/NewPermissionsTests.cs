using KillSwitch.Cli.Deploying;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Tests.Docs;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Cli.Tests.Deploying;

/// <summary>
/// What a first deployment may, as a person reviews it: of the released template, and of one that somebody tampered with.
/// </summary>
public class NewPermissionsTests
{
    private const string Account = "111122223333";

    // As a release has it: `make templates`, which `make test` sees to.
    private static readonly StackTemplate Released =
        StackTemplate.Parse(File.ReadAllText(Path.Combine(Page.Root, "artifacts", "templates", "guard.template.json")));

    [Theory]
    [InlineData(80, 100)]
    [InlineData(120, 75)]
    public void Those_of_the_released_guard_are_read_on_two_screens_with_what_can_grant_or_deny_first(int width, int most)
    {
        var lines = Text(Plan(Everything()), width);

        lines.Count.ShouldBeLessThan(most);
        lines.ShouldAllBe(line => line.Text.Length <= width);
        lines[1].Text.ShouldStartWith("  + Meter function role, Watch function role, Budget function role, Setup");
        lines.First(line => line.Text.StartsWith("    ", StringComparison.Ordinal) && line.Text.Contains(':', StringComparison.Ordinal))
            .ShouldSatisfyAllConditions(
                line => line.Text.ShouldContain("iam: AttachRolePolicy, DetachRolePolicy"), line => line.IsWarned.ShouldBeTrue());
        lines.Where(line => line.Text.Contains("PutModelInvocationLogging", StringComparison.Ordinal)).ShouldAllBe(line => line.IsWarned);
        lines.Single(line => line.Text.Contains("dynamodb: PutItem", StringComparison.Ordinal)).IsWarned.ShouldBeFalse();
        lines.ShouldContain(line => line.Text.Contains("--output json", StringComparison.Ordinal));
    }

    [Fact]
    public void No_action_that_is_more_than_a_read_is_left_out()
    {
        var text = string.Join(' ', Text(Plan(Everything()), 120).Select(line => line.Text));

        foreach (var action in Everything().Where(one => one.Verb == "may").SelectMany(one => one.What)
            .Where(action => ActionRanks.Of(action) != ActionRank.Reads))
        {
            text.ShouldContain(action.Split(':')[1], Case.Sensitive);
        }
    }

    [Theory]
    [InlineData("iam:AttachRolePolicy", true)]
    [InlineData("organizations:AttachPolicy", true)]
    [InlineData("sts:AssumeRole", true)]
    [InlineData("sts:GetFederationToken", true)]
    [InlineData("bedrock:InvokeModel", true)]
    [InlineData("lambda:AddPermission", true)]
    [InlineData("s3:PutBucketPolicy", true)]
    [InlineData("s3:*", true)]
    [InlineData("*", true)]
    [InlineData("all but iam:*", true)]
    [InlineData("s3:GetObject", false)]
    [InlineData("secretsmanager:GetSecretValue", false)]
    [InlineData("logs:FilterLogEvents", false)]
    [InlineData("dynamodb:PutItem", false)]
    public void What_is_no_plain_read_is_named_and_what_can_grant_is_warned_of(string action, bool isWarned)
    {
        var lines = Text(Plan([new PermissionEntry("AgentRole", "may", [action], ["*"], null)]), 120);

        lines.Single(line => line.Text.Contains(action.Split(':')[^1] + " on everything", StringComparison.Ordinal))
            .IsWarned.ShouldBe(isWarned);
    }

    [Theory]
    [InlineData("iam:GetRole")]
    [InlineData("bedrock:List*")]
    [InlineData("cloudwatch:DescribeAlarms")]
    public void A_plain_read_is_counted(string action) =>
        Text(Plan([new PermissionEntry("AgentRole", "may", [action], ["*"], null)]), 120).Select(line => line.Text)
            .ShouldContain($"    Agent role: 1 of {action.Split(':')[0]}");

    [Fact]
    public void Whoever_is_of_another_account_or_anybody_is_warned_of_and_keeps_the_whole_arn()
    {
        var lines = Text(Plan(
        [
            new PermissionEntry("AgentRole", "may be assumed by", ["arn:aws:iam::444455556666:root"], [], null),
            new PermissionEntry("*", "may", ["sns:Publish"], ["Topic"], null),
            new PermissionEntry("AgentRole", "has the policy", ["arn:aws:iam::aws:policy/AdministratorAccess"], [], null),
            new PermissionEntry("AgentRole", "may", ["sqs:SendMessage"],
                ["arn:aws:sqs:us-east-1:444455556666:theirs", $"arn:aws:sqs:us-east-1:{Account}:ours"], null),
        ]), 120);

        lines.Where(line => line.IsWarned).Select(line => line.Text.Trim()).ShouldBe(
        [
            "may be assumed by arn:aws:iam::444455556666:root", "has the policy arn:aws:iam::aws:policy/AdministratorAccess",
            "sns: Publish on Topic",
        ]);
        lines.ShouldContain(line => line.Text.Trim() == "sqs: SendMessage on arn:aws:sqs:us-east-1:444455556666:theirs, ours");
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Which_policies_may_be_attached_is_said(int width) =>
        string.Join(' ', Text(Plan(Everything()), width).Select(line => line.Text.Trim())).ShouldContain(
            "that begin with policy/killswitch/KillSwitch-deny-");

    [Fact]
    public void A_deny_for_everybody_says_its_condition_and_all_but_some_is_one_of_them()
    {
        PermissionEntry[] denies =
        [
            new("*", "may not", ["sns:*", "sqs:*"], ["*"], "aws:SecureTransport Bool false"),
            new("whoever has X", "may not", ["all but iam:Get*", "all but sts:*"], ["*"], null),
        ];

        Text(Plan(denies), 120).Select(line => line.Text.Trim()).ShouldContain(
            "everybody: 2 kinds of actions of sns, sqs, if it comes without TLS");
        Text(Plan(denies), 120).Select(line => line.Text.Trim()).ShouldContain(
            "whoever has X: everything but 2 kinds of actions of iam, sts");
        var update = Text(Plan(denies) with { IsNew = false }, 120).Select(line => line.Text.Trim()).ToList();
        update.ShouldContain("+ everybody may not sns:*, sqs:*, if it comes without TLS");
        update.ShouldContain("+ whoever has X may not anything but iam:Get*, sts:*");
    }

    private static IReadOnlyList<PermissionEntry> Everything()
    {
        var values = Released.Parameters.ToDictionary(one => one.Key, one => one.Value.Default ?? "told");
        (values["operators"], values["email"]) = ("role/Deployer", "you@example.com");
        (values["AWS::Region"], values["AWS::AccountId"], values["AWS::Partition"]) = ("us-east-1", Account, "aws");
        (values["AWS::StackName"], values["AWS::URLSuffix"]) = ("KillSwitch", "amazonaws.com");
        return PermissionEntry.All(Released, values);
    }

    private static StackPlan Plan(IReadOnlyList<PermissionEntry> gained) =>
        new("KillSwitch", "us-east-1", IsNew: true, [], gained, [], []) { Account = Account };

    private static List<(string Text, bool IsWarned)> Text(StackPlan plan, int width) =>
    [
        .. PlanText.Lines(plan, width).TakeWhile(line => line.Pieces[0].Text != "Resources")
            .Select(line => (string.Concat(line.Pieces.Select(piece => piece.Text)), line.Pieces.Any(piece => piece.Ink == Ink.Warning))),
    ];
}
