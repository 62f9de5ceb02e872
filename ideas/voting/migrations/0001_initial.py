import django.db.models.deletion
import django.utils.timezone
import ideas.voting.models.sealed
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('ideas', '0005_what_was_there'),
    ]

    operations = [
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('allowed', models.PositiveIntegerField(null=True)),
                ('spent', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=0)),
                ('code_digest', models.CharField(blank=True, db_index=True, max_length=64)),
                ('updated_at', models.DateTimeField(null=True)),
                ('rulebook', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='ideas.rulebook')),
                ('voter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'ballot',
                'verbose_name_plural': 'ballots',
                'constraints': [models.UniqueConstraint(fields=('rulebook', 'voter'), name='ideas_ballot_once'), models.CheckConstraint(condition=models.Q(('allowed', None), ('spent__lte', models.F('allowed')), _connector='OR'), name='ideas_ballot_within_limit')],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rulebook', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='ideas.rulebook')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'participation',
                'verbose_name_plural': 'participations',
                'constraints': [models.UniqueConstraint(fields=('rulebook', 'user'), name='ideas_participation_once')],
            },
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data', models.JSONField(default=dict)),
                ('file', models.TextField()),
                ('file_digest', models.CharField(max_length=64)),
                ('rulebook_digest', models.CharField(max_length=64)),
                ('computed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('rulebook', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='result', to='ideas.rulebook')),
            ],
            options={
                'verbose_name': 'result',
                'verbose_name_plural': 'results',
            },
        ),
        migrations.CreateModel(
            name='SealedBallot',
            fields=[
                ('key', models.CharField(default=ideas.voting.models.sealed.random_key, editable=False, max_length=32, primary_key=True, serialize=False)),
                ('code_digest', models.CharField(db_index=True, max_length=64)),
                ('choices', models.JSONField(default=dict)),
                ('rulebook', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sealed_ballots', to='ideas.rulebook')),
            ],
            options={
                'verbose_name': 'sealed ballot',
                'verbose_name_plural': 'sealed ballots',
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.PositiveIntegerField()),
                ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='ideas_voting.ballot')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.idea')),
            ],
            options={
                'verbose_name': 'vote',
                'verbose_name_plural': 'votes',
                'constraints': [models.UniqueConstraint(fields=('ballot', 'idea'), name='ideas_vote_once'), models.CheckConstraint(condition=models.Q(('points__gte', 1)), name='ideas_vote_some_points')],
            },
        ),
        migrations.CreateModel(
            name='VoteEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('change', models.IntegerField()),
                ('cause', models.CharField(choices=[('cast', 'cast'), ('returned', 'given back'), ('sealed', 'sealed')], default='cast', max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, null=True)),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.idea')),
                ('rulebook', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vote_events', to='ideas.rulebook')),
                ('voter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'vote event',
                'verbose_name_plural': 'vote events',
            },
        ),
    ]
