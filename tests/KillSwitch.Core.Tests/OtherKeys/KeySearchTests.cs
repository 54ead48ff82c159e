using System.Globalization;
using KillSwitch.Core.Access;
using KillSwitch.Core.OtherKeys;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Tests.OtherKeys;

/// <summary>By which other identity of its account somebody who is stopped goes on.</summary>
public class KeySearchTests
{
    private const string Nobody = """{"Effect":"Allow","Principal":{"Service":"nobody.amazonaws.com"},"Action":"sts:AssumeRole"}""";

    [Fact]
    public void Whoever_holds_bedrock_alone_has_no_other_key() =>
        Keys([Agent(), Account.Role("rich", Account.TrustsAccount, Account.Bedrock)]).ShouldBeEmpty();

    [Fact]
    public void A_trust_in_the_account_needs_an_allow_and_a_trust_by_name_does_not()
    {
        var open = Account.Role("open", Account.TrustsAccount, Account.Bedrock);
        Keys([Agent(Account.Allows("sts:AssumeRole", Account.Arn("role/open"))), open]).ShouldBe(["Assume NoCap role/open"]);
        Keys([Agent(Account.Allows("sts:*", Account.Arn("role/o*"))), open]).ShouldBe(["Assume NoCap role/open"]);
        Keys([Agent(Account.Allows("sts:AssumeRole", Account.Arn("role/other"))), open]).ShouldBeEmpty();

        var named = Account.Role("named", Account.Trusts("AWS", Account.Arn("role/agent")), Account.Bedrock);
        Keys([Agent(), named]).ShouldBe(["Assume NoCap role/named"]);
        Keys([Agent("""{"Effect":"Deny","Action":"sts:AssumeRole","Resource":"*"}"""), named]).ShouldBeEmpty();
        Keys([Agent(), Account.Role("session", Account.Trusts("AWS", $"arn:aws:sts::{Account.Id}:assumed-role/agent/build"),
            Account.Bedrock)]).ShouldBe(["Assume NoCap role/session"]);
        Keys([Agent(), Account.Role("everybody", Account.Trusts("AWS", "*"), Account.Bedrock)]).ShouldBe(["Assume NoCap role/everybody"]);
        Keys([Agent(Account.Allows("sts:AssumeRole")),
            Account.Role("theirs", Account.Trusts("AWS", "arn:aws:iam::999988887777:root"), Account.Bedrock)]).ShouldBeEmpty();
    }

    [Fact]
    public void A_boundary_bounds_a_role_that_is_named()
    {
        var bound = new Identity(Agent().Principal, Agent().Policies)
        {
            Trust = Account.Policy(Nobody),
            Boundary = Account.Policy(Account.Bedrock),
        };
        Keys([bound, Account.Role("named", Account.Trusts("AWS", Account.Arn("role/agent")), Account.Bedrock)]).ShouldBeEmpty();
    }

    [Fact]
    public void What_a_condition_decides_that_nobody_knows_may_be_and_what_is_known_is_decided()
    {
        var external = Account.Role(
            "external", Account.Trusts("AWS", Account.Arn("root")).Replace("}}", "}", StringComparison.Ordinal)[..^1]
            + ""","Condition":{"StringEquals":{"sts:ExternalId":"x"}}}""", Account.Bedrock);
        Keys([Agent(Account.Allows("sts:AssumeRole")), external]).ShouldBe(["Assume NoCap role/external, perhaps"]);

        var red = Account.Role(
            "red", """{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:PrincipalTag/team":"red"}}}""", Account.Bedrock);
        Keys([Agent(Account.Allows("sts:AssumeRole")), red]).ShouldBeEmpty();
        var tagged = new Identity(Agent().Principal, Agent(Account.Allows("sts:AssumeRole")).Policies)
        {
            Trust = Account.Policy(Nobody),
            Tags = new Dictionary<string, string> { ["team"] = "red" },
        };
        Keys([tagged, red]).ShouldBe(["Assume NoCap role/red"]);
    }

    [Fact]
    public void Roles_are_followed_one_after_the_other_and_those_that_cannot_spend_are_only_on_the_way()
    {
        var hop = Account.Role(
            "hop", Account.Trusts("AWS", Account.Arn("role/agent")), Account.Allows("sts:AssumeRole", Account.Arn("role/far")));
        Keys([Agent(), hop, Account.Role("far", Account.TrustsAccount, Account.Bedrock)]).ShouldBe(["Assume NoCap role/far"]);
    }

    [Theory]
    [InlineData("lambda.amazonaws.com", "lambda:CreateFunction")]
    [InlineData("ec2.amazonaws.com", "ec2:RunInstances")]
    [InlineData("codebuild.amazonaws.com", "codebuild:CreateProject")]
    [InlineData("glue.amazonaws.com", "glue:CreateJob")]
    [InlineData("cloudformation.amazonaws.com", "cloudformation:CreateStack")]
    [InlineData("scheduler.amazonaws.com", "scheduler:CreateSchedule")]
    public void A_role_is_passed_to_a_service_that_it_trusts_where_something_may_be_started(string service, string action)
    {
        var runner = Account.Role("runner", Account.Trusts("Service", service), Account.Bedrock);
        Keys([Agent(Account.Allows("iam:PassRole"), Account.Allows(action)), runner]).ShouldBe([$"Pass({service}) NoCap role/runner"]);
        Keys([Agent(Account.Allows("iam:PassRole")), runner]).ShouldBeEmpty();
        Keys([Agent(Account.Allows(action)), runner]).ShouldBeEmpty();
        Keys([Agent(Account.Allows("iam:PassRole", condition: """{"StringEquals":{"iam:PassedToService":"firehose.amazonaws.com"}}"""),
            Account.Allows(action)), runner]).ShouldBeEmpty();
        Keys([Agent(Account.Allows("iam:PassRole", condition: $$$"""{"StringEquals":{"iam:PassedToService":"{{{service}}}"}}"""),
            Account.Allows(action)), runner]).ShouldBe([$"Pass({service}) NoCap role/runner"]);
    }

    [Fact]
    public void What_runs_already_is_taken_over_without_passing_anything() =>
        Keys([Agent(Account.Allows("lambda:UpdateFunctionCode")),
            Account.Role("runner", Account.Trusts("Service", "lambda.amazonaws.com"), Account.Bedrock)])
            .ShouldBe(["TakeOver(lambda:UpdateFunctionCode) NoCap role/runner, perhaps"]);

    [Theory]
    [InlineData("iam:CreateAccessKey", "Keys(iam:CreateAccessKey) NoCap user/anna")]
    [InlineData("iam:CreateLoginProfile", "Keys(iam:CreateLoginProfile) NoCap user/anna")]
    [InlineData("iam:CreateServiceSpecificCredential", "Keys(iam:CreateServiceSpecificCredential) NoCap user/anna")]
    [InlineData("iam:UpdateAssumeRolePolicy", "Trust(iam:UpdateAssumeRolePolicy) NoCap role/rich")]
    public void Keys_and_trusts_of_others_are_made(string action, string expected) =>
        Keys([Agent(Account.Allows(action)), Account.User("anna", Account.Bedrock), Account.User("poor"),
            Account.Role("rich", Nobody, Account.Bedrock)]).ShouldBe([expected]);

    [Fact]
    public void A_role_that_may_be_assumed_is_given_what_it_lacks() =>
        Keys([Agent(Account.Allows("iam:PutRolePolicy")), Account.Role("poor", Account.Trusts("AWS", Account.Arn("role/agent"))),
            Account.Role("far", Nobody)])
            .ShouldBe(["Grant(iam:PutRolePolicy) NoCap role/poor"]);

    [Fact]
    public void A_new_identity_has_the_cap_of_the_rule_for_everybody_or_the_exemption_of_its_name()
    {
        var agent = Agent(Account.Allows("iam:CreateRole"), Account.Allows("iam:PutRolePolicy"));
        Keys([agent], Account.Cap("role/agent")).ShouldBe(["Create(iam:CreateRole) NoCap a new role"]);
        Keys([agent], Account.Cap("*")).ShouldBe(["Create(iam:CreateRole) OwnCap a new role"]);
        Keys([agent], Account.Cap("*", "role/BreakGlass*")).ShouldBe(["Create(iam:CreateRole) Exempt a new role"]);
        Keys([agent], Account.Cap("*", "role/BreakGlass")).ShouldBe(["Create(iam:CreateRole) OwnCap a new role"]);
    }

    [Fact]
    public void The_exempt_come_first_then_whoever_has_no_cap_then_a_second_allowance()
    {
        var policy =
            Account.Cap("role/[a]*", "role/glass") with { Rules = [.. Account.Cap("role/agent").Rules, .. Account.Cap("role/own").Rules] };
        Identity[] all = [Agent(Account.Allows("sts:AssumeRole")), .. ((string[])["own", "free", "glass"])
            .Select(name => Account.Role(name, Account.TrustsAccount, Account.Bedrock))];
        Keys(all, policy).ShouldBe(["Assume Exempt role/glass", "Assume NoCap role/free", "Assume OwnCap role/own"]);
    }

    [Fact]
    public void The_exempt_and_whoever_has_no_cap_are_not_asked_about()
    {
        var open = Account.Role("open", Account.TrustsAccount, Account.Bedrock);
        Keys([Agent(Account.Allows("sts:AssumeRole")), open], Account.Cap("role/agent", "role/agent")).ShouldBeEmpty();
        Keys([Agent(Account.Allows("sts:AssumeRole")), open], Account.Cap("role/somebody")).ShouldBeEmpty();
    }

    [Fact]
    public void Whoever_is_stopped_already_is_no_way_on()
    {
        var stopped = Account.Role("open", Account.TrustsAccount, Account.Bedrock,
            """{"Effect":"Deny","Action":["bedrock:*","bedrock-mantle:*","bedrock-agentcore:*"],"Resource":"*"}""");
        Keys([Agent(Account.Allows("sts:AssumeRole")), stopped]).ShouldBeEmpty();
    }

    [Fact]
    public void An_administrator_and_a_power_user_have_the_ways_of_their_kind()
    {
        Identity[] others =
            [Account.Role("open", Account.TrustsAccount, Account.Bedrock),
            Account.Role("runner", Account.Trusts("Service", "lambda.amazonaws.com"), Account.Bedrock),
            Account.User("anna", Account.Bedrock)];
        var administrator = Keys([Agent(Account.Allows("*")), .. others]);
        administrator.ShouldContain("Assume NoCap role/open");
        administrator.ShouldContain("Pass(lambda.amazonaws.com) NoCap role/runner");
        administrator.ShouldContain("Keys(iam:CreateAccessKey) NoCap user/anna");
        administrator.ShouldContain("Create(iam:CreateUser) NoCap a new user");

        var power = Keys([Agent("""{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"}"""), .. others]);
        power.ShouldBe(["Assume NoCap role/open", "TakeOver(lambda:UpdateFunctionCode) NoCap role/runner, perhaps"]);
    }

    [Fact]
    public void Twice_the_account_costs_twice_the_work_and_not_four_times()
    {
        Search(50);
        var (small, large) = (Search(400), Search(800));
        ((double)large / small).ShouldBeLessThan(2.8);
    }

    // Bytes, as time depends on the machine.
    private static long Search(int roles)
    {
        var administrator = Account.Policy(Account.Allows("*"));
        var all = Enumerable.Range(0, roles).Select(i => (i % 4) switch
        {
            0 => new Identity(Account.Role(Name(i), Account.TrustsAccount).Principal, [administrator])
            {
                Trust = Account.Policy(Account.TrustsAccount),
            },
            1 => Account.Role(Name(i), Account.Trusts("Service", "lambda.amazonaws.com"), Account.Bedrock,
                Account.Allows("sts:AssumeRole", Account.Arn("role/" + Name(i + 1)))),
            2 => Account.Role(Name(i), Account.TrustsAccount, Account.Bedrock),
            _ => Account.Role(Name(i), Account.Trusts("AWS", Account.Arn("role/" + Name(i - 1))), Account.Bedrock),
        }).ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var rings = new KeySearch(all, Account.Cap("*")).Run();
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        rings.Sum(ring => ring.Principals.Count).ShouldBe(3 * roles / 4);
        return bytes;

        static string Name(int i) => "r" + i.ToString("0000", CultureInfo.InvariantCulture);
    }

    private static Identity Agent(params string[] statements) => Account.Role("agent", Nobody, [Account.Bedrock, .. statements]);

    private static IEnumerable<string> Keys(IReadOnlyList<Identity> all, Policy? policy = null) =>
        new KeySearch(all, policy ?? Account.Cap("role/agent")).Run().Where(ring => ring.Principals.Contains("role/agent"))
            .SelectMany(ring => ring.Keys)
            .Select(key => $"{key.Way}{(key.By is { } by ? $"({by})" : "")} {key.Cap} "
                + $"{string.Join(",", key.Targets)}{(key.IsCertain ? "" : ", perhaps")}");
}
