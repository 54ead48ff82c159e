using System.Collections.Immutable;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Leases;

namespace KillSwitch.Aws.Tests.Account;

/// <summary>Whoever edits where the guard lives does not choose what it attaches, writes to or reads.</summary>
public class PlaceCheckTests
{
    private const string Account = "111122223333";
    private const string Policy = $"arn:aws:iam::{Account}:policy/killswitch/KillSwitch-deny-";

    private static readonly Deployment Deployed =
        new("KillSwitch", "eu-west-1", "KillSwitch-LedgerTable1", $"arn:aws:sns:eu-west-1:{Account}:KillSwitch-Topic1")
        {
            Denies = PreparedDeny.All.ToImmutableDictionary(deny => deny, deny => $"{Policy}{deny.Name}-eu-west-1"),
            Operators = ["role/oncall"],
            ChatTopic = $"arn:aws:sns:eu-west-1:{Account}:KillSwitch-Chat1",
            AccountScp = "p-examplepolicy1",
            PrincipalScp = "p-examplepolicy2",
            LogGroup = "/aws/bedrock/invocations",
            ScpLogGroup = "/aws/bedrock/invocations",
            Lease = new LeaseTerms(Policy + "lease-eu-west-1", ["role/agent", "user/ci"], TimeSpan.FromMinutes(10)),
        };

    private static readonly Dictionary<string, Deployment> Edited = new()
    {
        ["`denyPolicy` is `arn:aws:iam::aws:policy/AdministratorAccess`"] =
            With(PreparedDeny.Spending, "arn:aws:iam::aws:policy/AdministratorAccess"),
        ["`denyPolicy` is `arn:aws:iam::111122223333:policy/mine`"] = With(PreparedDeny.Spending, $"arn:aws:iam::{Account}:policy/mine"),
        ["`accountDenyPolicy` is `arn:aws:iam::111122223333:policy/killswitch/mine`"] =
            With(PreparedDeny.Account, $"arn:aws:iam::{Account}:policy/killswitch/mine"),
        ["`sessionDenyPolicy` is `arn:aws:iam::999988887777:"] =
            With(PreparedDeny.Session, Deployed.Arn(PreparedDeny.Session).Replace(Account, "999988887777", StringComparison.Ordinal)),
        ["`modelDenyPolicy` is"] = With(PreparedDeny.Model, Deployed.Arn(PreparedDeny.Mantle)),
        ["`unmeteredDenyPolicy` is"] = With(PreparedDeny.Unmetered, Deployed.Arn(PreparedDeny.Mantle)),
        ["`mantleDenyPolicy` is"] = With(PreparedDeny.Mantle, Policy + "mantle-us-east-1"),
        ["`guardDenyPolicy` is"] = With(PreparedDeny.Guard, Policy + "guard-eu-west-1x"),
        ["`leasePolicy` is"] = Deployed with { Lease = Deployed.Lease! with { PolicyArn = Policy + "spending-eu-west-1" } },
        ["`lease` is `*`"] = Deployed with { Lease = Deployed.Lease! with { Principals = ["*"] } },
        ["`sensors` is `everywhere`"] = Deployed with { Sensors = ["us-west-2", "everywhere"] },
        ["`operators` is `role/*`"] = Deployed with { Operators = ["role/*"] },
        ["`topic` is `arn:aws:sns:eu-west-1:999988887777:KillSwitch-Topic1`"] =
            Deployed with { Topic = "arn:aws:sns:eu-west-1:999988887777:KillSwitch-Topic1" },
        ["`topic` is `arn:aws:sns:us-east-1:"] = Deployed with { Topic = $"arn:aws:sns:us-east-1:{Account}:KillSwitch-Topic1" },
        ["`ownerTopics` is"] = Deployed with { OwnerTopics = ["everywhere"] },
        ["`chatTopic` is"] = Deployed with { ChatTopic = $"arn:aws:sns:eu-west-1:{Account}:theirs" },
        ["`table` is `arn:aws:dynamodb:eu-west-1:999988887777:table/KillSwitch-LedgerTable1`"] =
            Deployed with { Table = "arn:aws:dynamodb:eu-west-1:999988887777:table/KillSwitch-LedgerTable1" },
        ["`table` is `theirs`"] = Deployed with { Table = "theirs" },
        ["`table` is `KillSwitchTwo-LedgerTable1`"] = Deployed with { Table = "KillSwitchTwo-LedgerTable1" },
        ["`region` is `us-east-1`"] = Deployed with { Region = "us-east-1" },
        ["`accountScp` is `p-FullAWSAccess`"] = Deployed with { AccountScp = "p-FullAWSAccess" },
        ["`principalScp` is `ou-1`"] = Deployed with { PrincipalScp = "ou-1" },
        ["`logGroup` is `arn:aws:logs:eu-west-1:999988887777:log-group:theirs`"] =
            Deployed with { LogGroup = "arn:aws:logs:eu-west-1:999988887777:log-group:theirs" },
        ["`scpLogGroup` is `*`"] = Deployed with { ScpLogGroup = "*" },
    };

    private static Deployment With(PreparedDeny deny, string arn) =>
        Deployed with { Denies = Deployed.Denies.SetItem(deny, arn) };

    public static TheoryData<string> Clauses => [.. Edited.Keys];

    [Fact]
    public void What_a_deployment_writes_is_taken() => PlaceCheck.Fault(Deployed, "aws", Account, "eu-west-1").ShouldBeNull();

    [Fact]
    public void So_is_what_an_earlier_one_wrote() =>
        PlaceCheck.Fault(
            Deployed with
            {
                Denies = Deployed.Denies.Remove(PreparedDeny.Guard),
                Operators = [],
                ChatTopic = null,
                AccountScp = null,
                PrincipalScp = null,
                Lease = null,
                LogGroup = null,
                ScpLogGroup = null,
            }, "aws", Account, "eu-west-1").ShouldBeNull();

    [Theory]
    [MemberData(nameof(Clauses))]
    public void Anything_else_is_named(string clause) =>
        PlaceCheck.Fault(Edited[clause], "aws", Account, "eu-west-1").ShouldNotBeNull().ShouldStartWith(clause);

    [Fact]
    public void A_place_of_another_account_or_partition_is_none_of_this_ones()
    {
        PlaceCheck.Fault(Deployed, "aws", "999988887777", "eu-west-1").ShouldNotBeNull();
        PlaceCheck.Fault(Deployed, "aws-cn", Account, "eu-west-1").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"region":1}""")]
    [InlineData("""{"region":"eu-west-1","table":"t","topic":null}""")]
    [InlineData("")]
    public void What_is_no_place_is_damage_and_no_crash(string json) =>
        Should.Throw<System.Text.Json.JsonException>(() => Deployment.Parse("KillSwitch", json));

    [Fact]
    public void A_stack_whose_name_CloudFormation_cuts_is_known_all_the_same()
    {
        var stack = new string('s', 64);
        string Arn(string what) => $"arn:aws:iam::{Account}:policy/killswitch/{stack}-deny-{what}-eu-west-1";
        var place = new Deployment(
            stack, "eu-west-1", new string('s', 30) + "-LedgerTable1", $"arn:aws:sns:eu-west-1:{Account}:{stack[..40]}-Topic1")
        {
            Denies = PreparedDeny.All.Where(deny => !deny.NeedsOperators).ToImmutableDictionary(deny => deny, deny => Arn(deny.Name)),
        };

        PlaceCheck.Fault(place, "aws", Account, "eu-west-1").ShouldBeNull();
    }
}
